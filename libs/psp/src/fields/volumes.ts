import { invalid, notSupported, type ProjectedVolume, type VolumeProjection } from '#libs/kubernetes';

import { volumePath } from '../pod-view.js';
import { WILDCARD } from '../policy.js';
import { VOLUME_TYPES } from '../volume-types.js';
import { type PolicyField, UNRESTRICTED } from './policy-field.js';

const SUPPORTED: readonly string[] = [WILDCARD, ...VOLUME_TYPES];
const KNOWN: ReadonlySet<string> = new Set(SUPPORTED);

/**
 * `volumes`: which types of volumes pods may use. Absent or empty: none. `secret` also admits a projected volume that
 * holds nothing but what the service account admission puts there.
 * Source: provider.go validatePodVolumes, allowsVolumeType; util/util.go IsOnlyServiceAccountTokenSources;
 * validation.go validatePodSecurityPolicyVolumes, v1.24.17.
 */
export const volumes: PolicyField = {
  name: 'volumes',
  validatePolicy: ({ spec }) =>
    (spec.volumes ?? [])
      .filter((type) => !KNOWN.has(type))
      .map((type) => notSupported('spec.volumes', type, SUPPORTED)),
  compile: ({ spec }) => {
    const allowed = new Set(spec.volumes);
    if (allowed.has(WILDCARD)) return UNRESTRICTED;
    const secret = allowed.has('secret');
    return {
      validateVolume: (_draft, view, errors) => {
        const { type, volume } = view;
        if (allowed.has(type)) return false;
        if (secret && type === 'projected' && isOnlyServiceAccountToken(volume.projected)) return false;
        errors.push(invalid(volumePath(view), type, `${type} volumes are not allowed to be used`));
        return true;
      },
    };
  },
};

/** A projected volume with only token, root certificate and namespace, as service account admission adds it. */
export function isOnlyServiceAccountToken(projected: ProjectedVolume | undefined): boolean {
  return (projected?.sources ?? []).every(isServiceAccountTokenSource);
}

function isServiceAccountTokenSource({
  serviceAccountToken,
  configMap,
  downwardAPI,
}: VolumeProjection): boolean {
  if (serviceAccountToken === undefined && configMap === undefined && downwardAPI === undefined) return false;
  if (serviceAccountToken !== undefined) {
    if (serviceAccountToken.path !== 'token' || (serviceAccountToken.audience ?? '') !== '') return false;
  }
  if (configMap !== undefined && configMap.name !== 'kube-root-ca.crt') return false;
  return (downwardAPI?.items ?? []).every(
    // API defaulting sets a missing apiVersion of a fieldRef to v1
    ({ path, fieldRef }) =>
      path === 'namespace' &&
      fieldRef !== undefined &&
      (fieldRef.apiVersion ?? 'v1') === 'v1' &&
      fieldRef.fieldPath === 'metadata.namespace',
  );
}
