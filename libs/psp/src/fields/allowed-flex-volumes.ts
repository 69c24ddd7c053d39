import { invalid, required } from '#libs/kubernetes';

import { volumePath } from '../pod-view.js';
import { leastDrivers } from './driver-requirement.js';
import { type PolicyField, UNRESTRICTED } from './policy-field.js';
import type { PodUse, RequireField } from './requirement.js';

/**
 * `allowedFlexVolumes`: which drivers flexVolume volumes may name. Absent or empty: any.
 * Source: provider.go validatePodVolumes; validation.go validatePSPAllowedFlexVolumes, v1.24.17.
 */
export const allowedFlexVolumes: PolicyField = {
  name: 'allowedFlexVolumes',
  validatePolicy: ({ spec }) =>
    (spec.allowedFlexVolumes ?? []).flatMap(({ driver }, index) =>
      // the path is Kubernetes' own, the name of the list is in it twice
      driver === ''
        ? [required(`spec.allowedFlexVolumes.allowedFlexVolumes[${index}].driver`, 'must specify a driver')]
        : [],
    ),
  compile: ({ spec }) => {
    const drivers = new Set((spec.allowedFlexVolumes ?? []).map(({ driver }) => driver));
    if (drivers.size === 0) return UNRESTRICTED;
    return {
      validateVolume: (_draft, view, errors) => {
        if (view.type !== 'flexVolume') return false;
        const driver = view.volume.flexVolume?.driver ?? '';
        if (drivers.has(driver)) return false;
        errors.push(
          invalid(`${volumePath(view)}.driver`, driver, 'Flexvolume driver is not allowed to be used'),
        );
        return true;
      },
    };
  },
};

/** The drivers in use; absent, which allows any, where no pod may have a flexVolume at all. */
export const requireFlexVolumes: RequireField = (pods) => {
  const uses = pods.flatMap((view, source) =>
    view.volumes.flatMap((each): PodUse[] => {
      if (each.type !== 'flexVolume') return [];
      const value = each.volume.flexVolume?.driver ?? '';
      return [{ source, podField: 'flexVolumeDriver', value, path: `${volumePath(each)}.flexVolume.driver` }];
    }),
  );
  const change = (drivers: readonly string[]) => ({
    spec: { allowedFlexVolumes: drivers.length === 0 ? undefined : drivers.map((driver) => ({ driver })) },
  });
  return { uses, least: () => leastDrivers('spec.allowedFlexVolumes', uses, change) };
};
