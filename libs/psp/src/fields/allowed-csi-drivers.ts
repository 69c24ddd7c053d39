import { invalid } from '#libs/kubernetes';

import { validateCSIDriverName } from '../names.js';
import { volumePath } from '../pod-view.js';
import { leastDrivers } from './driver-requirement.js';
import { type PolicyField, UNRESTRICTED } from './policy-field.js';
import type { PodUse, RequireField } from './requirement.js';

/**
 * `allowedCSIDrivers`: which drivers inline CSI volumes may name. Absent or empty: any.
 * Source: provider.go validatePodVolumes; validation.go validatePSPAllowedCSIDrivers, v1.24.17 (the gate
 * CSIInlineVolume is on by default).
 */
export const allowedCSIDrivers: PolicyField = {
  name: 'allowedCSIDrivers',
  validatePolicy: ({ spec }) =>
    (spec.allowedCSIDrivers ?? []).flatMap(({ name }, index) =>
      // the path is Kubernetes' own, with the name of the list once more in the singular
      validateCSIDriverName(name, `spec.allowedCSIDrivers.allowedCSIDriver[${index}].name`),
    ),
  compile: ({ spec }) => {
    const drivers = new Set((spec.allowedCSIDrivers ?? []).map(({ name }) => name));
    if (drivers.size === 0) return UNRESTRICTED;
    return {
      validateVolume: (_draft, view, errors) => {
        if (view.type !== 'csi') return false;
        const driver = view.volume.csi?.driver ?? '';
        if (drivers.has(driver)) return false;
        errors.push(
          invalid(`${volumePath(view)}.csi.driver`, driver, 'Inline CSI driver is not allowed to be used'),
        );
        return true;
      },
    };
  },
};

/** The drivers in use; absent, which allows any, where no pod may have an inline CSI volume at all. */
export const requireCSIDrivers: RequireField = (pods) => {
  const uses = pods.flatMap((view, source) =>
    view.volumes.flatMap((each): PodUse[] => {
      if (each.type !== 'csi') return [];
      const value = each.volume.csi?.driver ?? '';
      return [{ source, podField: 'csiDriver', value, path: `${volumePath(each)}.csi.driver` }];
    }),
  );
  const change = (names: readonly string[]) => ({
    spec: { allowedCSIDrivers: names.length === 0 ? undefined : names.map((name) => ({ name })) },
  });
  return { uses, least: () => leastDrivers('spec.allowedCSIDrivers', uses, change) };
};
