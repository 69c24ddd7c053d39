import type { RawFields } from '../item-key.js';
import { containerId, namedUid } from '../pod-identity.js';
import type { AgentEvent } from './agent-event.js';
import { presentText } from './agent-fields.js';
import { namedByRuntime } from './docker-name.js';

/** What an agent says of where something happened, as it writes it. */
export interface Said {
  readonly namespace: unknown;
  readonly pod: unknown;
  readonly podUid?: unknown;
  readonly containerName: unknown;
  readonly containerId?: unknown;
}

/** Where something happened: in a container of a pod that the agent names, or in one of which no more is known than its id. */
export type Whereabouts =
  | {
      readonly namespace: string;
      readonly pod: { readonly name: string; readonly uid: string };
      /** Without a name there is no id either. */
      readonly container: { readonly name: string | undefined; readonly id?: string };
    }
  | { readonly onlyContainer: string };

/**
 * By what an agent says of it; undefined: nowhere that counts, such as on the node or in the sandbox of a pod. Whoever names a
 * container by its name in the container runtime (on Docker: docker-name.ts) says all the rest with it. A pod does not help
 * where its container has no name: its id alone tells more.
 */
export function whereaboutsOf(said: Said): Whereabouts | undefined {
  const id = containerId(said.containerId);
  const told = presentText(said.containerName);
  const named = told === undefined ? undefined : namedByRuntime(told);
  const name = named === undefined ? told : named.container;
  if (named !== undefined && name === undefined) return undefined;
  const namespace = presentText(said.namespace) ?? named?.namespace;
  const pod = presentText(said.pod) ?? named?.pod;
  if (namespace === undefined || pod === undefined || (name === undefined && id !== undefined)) {
    return id === undefined ? undefined : { onlyContainer: id };
  }
  const uid = presentText(said.podUid) ?? named?.uid ?? namedUid(namespace, pod);
  return { namespace, pod: { name: pod, uid }, container: { name, ...(id !== undefined && { id }) } };
}

/** The container of an event, by where that happened, and what is known of its image and of the pod's owner. */
export function aboutContainer(
  where: Whereabouts,
  image: RawFields,
  owner?: RawFields,
): Pick<AgentEvent, 'subject' | 'onlyContainer'> {
  if ('onlyContainer' in where) return { onlyContainer: { id: where.onlyContainer, fields: image } };
  const { namespace, pod, container } = where;
  return {
    subject: { namespace, pod, ...(owner !== undefined && { owner }), container: { ...container, ...image } },
  };
}
