import { judgePods } from '#libs/advisor';
import type { NodeFacts } from '#libs/events';
import { decodePod, type Pod } from '#libs/kubernetes';
import type { Finding } from '#libs/advisor';

import { NODE, type Observed, observed } from './observed.js';

export interface PodParts {
  /** Of the only container, `app`. */
  readonly container?: Readonly<Record<string, unknown>>;
  readonly securityContext?: Readonly<Record<string, unknown>>;
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A pod with one container, `app`. */
export function podOf({ container, securityContext, spec, annotations }: PodParts): Pod {
  const decoded = decodePod({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'app', namespace: 'shop', ...(annotations !== undefined && { annotations }) },
    spec: {
      ...spec,
      containers: [{ name: 'app', image: 'app:1', ...container, ...(securityContext !== undefined && { securityContext }) }],
    },
  });
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.errors));
  return decoded.value;
}

export interface Narrowed {
  readonly before?: PodParts;
  readonly after: PodParts;
  readonly observed?: Observed;
  readonly node?: NodeFacts;
}

/** The findings between two pods. */
export function findingsOf({ before = {}, after, observed: what, node = NODE }: Narrowed): Finding[] {
  return judgePods(podOf(before), podOf(after), {
    profile: {
      workload: { cluster: 'prod', namespace: 'shop', kind: 'Pod', name: 'app' },
      pods: 60,
      nodeFacts: [node],
      containers: [observed('app', what)],
    },
  });
}

/** The findings in short: `breaks runtime capability-in-use`. */
export function narrowed(change: Narrowed): string[] {
  return findingsOf(change).map(({ outcome, stage, reason }) => `${outcome} ${stage} ${reason}`);
}
