import { inUse, listOf, type NarrowingRule, notInUse, sources } from './rule.js';

const FIELD = { field: 'hostPID', at: 'spec.hostPID' } as const;

/**
 * A pod that no longer sees the processes of the node.
 *
 * Reads: host-process (ptrace, signal, procfs read, setns of a process outside the pod).
 * Semantics: pid_namespaces(7). Absence passes only on strong evidence: tools of operators use it when something has
 * gone wrong, not on a usual day.
 */
export const hostPid: NarrowingRule = {
  name: 'host-pid',
  taken: (before, after) => (before.hostPID && !after.hostPID ? ['the processes of the node'] : []),
  judge: (context) => {
    const uses = context.needs.of('host-process');
    if (uses.length > 0) {
      const actions = listOf([...new Set(uses.map(({ item }) => item.action))]);
      const detail = `The container reaches processes outside of the pod (${actions}).`;
      return [
        inUse(context, ['host-process'], sources(uses), {
          outcome: 'breaks',
          ...FIELD,
          reason: 'host-process-in-use',
          detail,
        }),
      ];
    }
    return [
      notInUse(context, {
        ...FIELD,
        reason: 'host-pid-not-used',
        nothing: 'No access to processes outside of the pod',
        watch: [['host-process']],
        passesFrom: 'strong',
      }),
    ];
  },
};
