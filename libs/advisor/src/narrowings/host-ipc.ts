import { inUse, listOf, type NarrowingRule, notInUse, sources } from './rule.js';

const FIELD = { field: 'hostIPC', at: 'spec.hostIPC' } as const;

/**
 * A pod that no longer shares System V IPC and POSIX message queues with the node.
 *
 * Reads: host-ipc (shared memory, semaphores, queues outside the pod).
 * Semantics: ipc_namespaces(7). Absence passes only on strong evidence, as for `host-pid`.
 */
export const hostIpc: NarrowingRule = {
  name: 'host-ipc',
  taken: (before, after) => (before.hostIPC && !after.hostIPC ? ['the IPC objects of the node'] : []),
  judge: (context) => {
    const uses = context.needs.of('host-ipc');
    if (uses.length > 0) {
      const kinds = listOf([...new Set(uses.map(({ item }) => item.kind))]);
      const detail = `The container uses IPC objects of the node (${kinds}).`;
      return [
        inUse(context, ['host-ipc'], sources(uses), {
          outcome: 'breaks',
          ...FIELD,
          reason: 'host-ipc-in-use',
          detail,
        }),
      ];
    }
    return [
      notInUse(context, {
        ...FIELD,
        reason: 'host-ipc-not-used',
        nothing: 'No use of IPC objects outside of the pod',
        watch: [['host-ipc']],
        passesFrom: 'strong',
      }),
    ];
  },
};
