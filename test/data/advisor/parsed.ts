import { expandWorkload, type PodShape } from '#libs/kubernetes';
import { decodePolicy, type PodSecurityPolicy } from '#libs/psp';

/** The pod shape of a workload's document, in cluster `prod`. */
export function shapeOf(document: unknown, origin: PodShape['origin'] = 'template'): PodShape {
  const expansion = expandWorkload(document, { cluster: 'prod' });
  if (!expansion.ok) throw new Error(JSON.stringify(expansion.errors));
  const [expanded] = expansion.workloads;
  if (expanded === undefined) throw new Error('the document holds no pods');
  const { workload, templatePath, pod } = expanded;
  return { workload, origin, templatePath, pod };
}

/** A policy that allows nothing special, with the given fields of its spec. */
export function policy(name: string, spec: Readonly<Record<string, unknown>> = {}): PodSecurityPolicy {
  const any = { rule: 'RunAsAny' };
  const decoded = decodePolicy({
    apiVersion: 'policy/v1beta1',
    kind: 'PodSecurityPolicy',
    metadata: { name },
    spec: { volumes: ['projected'], runAsUser: any, seLinux: any, fsGroup: any, supplementalGroups: any, ...spec },
  });
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.errors));
  return decoded.value;
}
