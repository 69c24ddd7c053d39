import { findingOf, inUse, listOf, type NarrowingRule, sources } from './rule.js';

const FIELD = { field: 'runAsGroup', at: 'securityContext.runAsGroup' } as const;

/**
 * Another primary gid than before.
 *
 * Reads: identity (gid of the first process), file. That an access needed the old gid can't be told from outside, so
 * that nothing breaks for sure. Semantics: Kubernetes v1.24.17 pkg/kubelet/kuberuntime/security_context.go.
 */
export const runAsGroup: NarrowingRule = {
  name: 'run-as-group',
  taken: (before, after) =>
    after.runAsGroup === before.runAsGroup
      ? []
      : [`the gid, which becomes ${after.runAsGroup ?? "the image's"}`],
  judge: (context) => {
    const { before, after, needs } = context;
    const gid = after.runAsGroup;
    const first = needs.of('identity').filter(({ item }) => item.firstProcess);
    const old =
      before.runAsGroup === undefined
        ? new Set(first.map(({ item }) => item.gid))
        : new Set([before.runAsGroup]);
    if (gid !== undefined && old.size === 1 && old.has(gid)) {
      const detail = `The container runs with gid ${gid} already.`;
      return [
        inUse(context, ['identity'], sources(first), {
          ...FIELD,
          outcome: 'passes',
          reason: 'gid-unchanged',
          detail,
        }),
      ];
    }
    const from = old.size === 0 ? 'an unknown gid' : `gid ${listOf([...old].map(String))}`;
    const detail = `The container's group changes from ${from} to ${gid === undefined ? 'that of the image' : `gid ${gid}`}: files that it reaches through its old group may be lost.`;
    return [
      findingOf(context, {
        ...FIELD,
        outcome: 'at-risk',
        reason: old.size === 0 ? 'gid-unknown' : 'gid-changes',
        detail,
      }),
    ];
  },
};
