import type { Finding } from '../finding.js';
import { inUse, listOf, type NarrowingRule, notInUse, sources } from './rule.js';

const FIELD = { field: 'allowPrivilegeEscalation', at: 'securityContext.allowPrivilegeEscalation' } as const;

/**
 * no_new_privs: an exec no longer gains privileges by setuid, setgid or file capabilities.
 *
 * Reads: exec (privilegeGain). Semantics: kernel Documentation/userspace-api/no_new_privs.rst. A gain by file
 * capabilities at the container's first exec may survive: runc grants the permitted set before that exec. Filling
 * `false` into a privileged container or beside the literal CAP_SYS_ADMIN makes the pod invalid: admission says so.
 */
export const allowPrivilegeEscalation: NarrowingRule = {
  name: 'allow-privilege-escalation',
  taken: (before, after) =>
    after.noNewPrivileges && !before.noNewPrivileges ? ['gaining privileges by exec'] : [],
  judge: (context) => {
    const gains = context.needs.of('exec').filter(({ item }) => item.privilegeGain !== undefined);
    const first = gains.filter(
      ({ item }) => item.privilegeGain === 'file-capabilities' && item.entrypoint === true,
    );
    const lost = gains.filter((need) => !first.includes(need));
    const findings: Finding[] = [];
    if (lost.length > 0) {
      const programs = listOf([
        ...new Set(lost.map(({ item }) => `${item.path} (${item.privilegeGain ?? ''})`)),
      ]);
      const detail = `The container runs ${programs}, which gains no privileges any more.`;
      findings.push(
        inUse(context, ['exec'], sources(lost), {
          outcome: 'breaks',
          ...FIELD,
          reason: 'privilege-gain-on-exec',
          detail,
        }),
      );
    }
    if (first.length > 0) {
      const programs = listOf([...new Set(first.map(({ item }) => item.path))]);
      const detail = `The container's first program, ${programs}, has file capabilities: whether it keeps them depends on what the runtime permits.`;
      findings.push(
        inUse(context, ['exec'], sources(first), {
          outcome: 'at-risk',
          ...FIELD,
          reason: 'file-capability-at-entrypoint',
          detail,
        }),
      );
    }
    if (gains.length > 0) return findings;
    return [
      notInUse(context, {
        ...FIELD,
        reason: 'no-privilege-gain',
        nothing: 'No exec that gained privileges',
        watch: [['exec']],
      }),
    ];
  },
};
