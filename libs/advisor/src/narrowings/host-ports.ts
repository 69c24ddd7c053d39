import type { EffectivePermissions } from '../effective-permissions/effective-permissions.js';
import { findingOf, listOf, type NarrowingRule } from './rule.js';

/**
 * A port of the node that no longer leads to the container. While the pod stays on the node's network a hostPort has no
 * effect at run time; when the pod leaves it, the rule `host-network` judges the listens.
 *
 * Reads: nothing: clients that come through the node are invisible to agents, and a listen on the containerPort proves
 * nothing. Semantics: Kubernetes v1.24 pkg/kubelet/dockershim/network/hostport, CNI portmap.
 */
export const hostPorts: NarrowingRule = {
  name: 'host-ports',
  taken: (before, after) => (before.hostNetwork && !after.hostNetwork ? [] : lostPorts(before, after)),
  judge: (context) => {
    const { before, after } = context;
    const ports = listOf(lostPorts(before, after));
    const common = { field: 'hostPorts', at: 'ports' } as const;
    if (!before.hostNetwork) {
      const detail = `Host port ${ports} of the node no longer leads to the container. Who connects to it can't be seen from inside of the pod.`;
      return [findingOf(context, { ...common, outcome: 'at-risk', reason: 'host-port-removed', detail })];
    }
    const kept = new Set(after.hostPorts.map(({ name }) => name));
    const names = before.hostPorts.flatMap(({ name }) =>
      name !== undefined && !kept.has(name) ? [name] : [],
    );
    if (names.length > 0) {
      const detail = `Port ${listOf(names)} is no longer declared: the container still binds it, but Services and monitors that refer to it by name lose it.`;
      return [findingOf(context, { ...common, outcome: 'at-risk', reason: 'named-port-removed', detail })];
    }
    const detail = `Host port ${ports}: on the node's network the container binds the port itself, declared or not.`;
    return [findingOf(context, { ...common, outcome: 'passes', reason: 'host-port-without-effect', detail })];
  },
};

function lostPorts(before: EffectivePermissions, after: EffectivePermissions): string[] {
  const key = (port: { hostPort?: number; protocol?: string }): string =>
    `${port.hostPort ?? 0}/${port.protocol ?? 'TCP'}`;
  const kept = new Set(after.hostPorts.map(key));
  return [...new Set(before.hostPorts.map(key).filter((each) => !kept.has(each)))];
}
