import type { EffectivePermissions } from '../effective-permissions/effective-permissions.js';
import { findingOf, inUse, listOf, type NarrowingRule, sources } from './rule.js';

const FIELD = { field: 'appArmor' } as const;

/**
 * Another AppArmor profile than before: the default of the policy where the pod sets none, or a patched workload.
 *
 * Reads: the node's AppArmor, denial (apparmor), mount. Semantics: Kubernetes v1.24.17 pkg/security/apparmor/validate.go
 * (a profile on a node without AppArmor: the kubelet refuses the pod); where AppArmor is enabled and nothing is set the
 * runtime's default profile applies already (containerd v1.6 pkg/cri/server/container_create_linux.go).
 */
export const appArmor: NarrowingRule = {
  name: 'app-armor',
  taken: (before, after) =>
    after.appArmorRequested === undefined || sameProfile(before, after)
      ? []
      : [`AppArmor profile ${after.appArmorRequested}`],
  judge: (context) => {
    const { before, after, needs } = context;
    const profile = after.appArmorRequested ?? '';
    if (profile === 'unconfined') return [];
    if (after.node.apparmor === false) {
      const detail = `AppArmor is not enabled on the node: the kubelet refuses a pod that asks for ${profile}.`;
      return [
        findingOf(context, {
          ...FIELD,
          outcome: 'breaks',
          stage: 'start',
          reason: 'app-armor-disabled',
          detail,
        }),
      ];
    }
    const wasSet = before.appArmorRequested !== undefined || before.privileged;
    if (profile === 'runtime/default' && !wasSet) {
      return after.node.apparmor === true
        ? [
            findingOf(context, {
              ...FIELD,
              outcome: 'passes',
              reason: 'app-armor-unchanged',
              detail: "AppArmor is enabled on the node, where the runtime's default profile applies already.",
            }),
          ]
        : [
            findingOf(context, {
              ...FIELD,
              outcome: 'at-risk',
              stage: 'start',
              reason: 'app-armor-unknown',
              detail:
                'Whether the nodes have AppArmor enabled is not known; without it the kubelet refuses the pod.',
            }),
          ];
    }
    const denials = needs.of('denial').filter(({ item }) => item.mechanism === 'apparmor');
    if (denials.length > 0) {
      const detail = `AppArmor denied ${listOf([...new Set(denials.map(({ item }) => item.what))])}.`;
      return [
        inUse(context, ['denial'], sources(denials), {
          ...FIELD,
          outcome: 'breaks',
          reason: 'app-armor-denial',
          detail,
        }),
      ];
    }
    const mounts = needs.of('mount');
    if (profile === 'runtime/default' && mounts.length > 0) {
      const detail = "The container mounts filesystems, which the runtime's default profile denies.";
      return [
        inUse(context, ['mount'], sources(mounts), {
          ...FIELD,
          outcome: 'breaks',
          reason: 'app-armor-denies-mount',
          detail,
        }),
      ];
    }
    const detail = `The AppArmor profile becomes ${profile}; what it denies is not known.`;
    return [
      findingOf(context, { ...FIELD, outcome: 'at-risk', reason: 'app-armor-profile-unknown', detail }),
    ];
  },
};

function sameProfile(before: EffectivePermissions, after: EffectivePermissions): boolean {
  return before.appArmorRequested === after.appArmorRequested;
}
