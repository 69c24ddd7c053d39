import { findingOf, listOf, type NarrowingRule } from './rule.js';

const FIELD = { field: 'supplementalGroups', at: 'spec.securityContext.supplementalGroups' } as const;

/**
 * A supplementary group that the pod no longer has. Groups that a policy fills in take nothing away: those of the image
 * (/etc/group) are kept beside them (Kubernetes v1.24.17 pkg/kubelet/kuberuntime/security_context.go).
 *
 * Reads: nothing: that an access needed a group can't be told from outside.
 */
export const supplementalGroups: NarrowingRule = {
  name: 'supplemental-groups',
  taken: (before, after) =>
    before.supplementalGroups
      .filter((gid) => !after.supplementalGroups.includes(gid))
      .map((gid) => `supplementary group ${gid}`),
  judge: (context) => {
    const lost = context.before.supplementalGroups.filter(
      (gid) => !context.after.supplementalGroups.includes(gid),
    );
    const detail = `The pod loses supplementary group ${listOf(lost.map(String))}: files that it reaches through it are lost.`;
    return [findingOf(context, { ...FIELD, outcome: 'at-risk', reason: 'group-lost', detail })];
  },
};
