import { invalid, notSupported, type ProjectedVolume, type VolumeProjection } from '#libs/kubernetes';

import { bytewise } from '../bytewise.js';
import { volumePath } from '../pod-view.js';
import { WILDCARD } from '../policy.js';
import { VOLUME_TYPES } from '../volume-types.js';
import { type PolicyField, UNRESTRICTED } from './policy-field.js';
import type { LeastValue, PodUse, RequireField } from './requirement.js';
import { distinct, textsOf, without } from './uses.js';

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

/** How a projected volume that holds nothing but the service account's token is told apart from others. */
export const SERVICE_ACCOUNT_TOKEN_VOLUME = 'serviceAccountToken';

/** The types in use. `secret` stands in for a token volume unless `projected` is needed anyway. */
export const requireVolumes: RequireField = (pods) => {
  const uses = pods.flatMap((view, source) =>
    view.volumes.map((each): PodUse => {
      const token = each.type === 'projected' && isOnlyServiceAccountToken(each.volume.projected);
      const value = token ? SERVICE_ACCOUNT_TOKEN_VOLUME : each.type;
      return { source, podField: 'volume', value, path: volumePath(each) };
    }),
  );
  return { uses, least: () => leastVolumes(uses) };
};

function leastVolumes(uses: readonly PodUse[]): LeastValue {
  const path = 'spec.volumes';
  const types = new Set(distinct(textsOf(uses)));
  const token = types.delete(SERVICE_ACCOUNT_TOKEN_VOLUME);
  if (token && !types.has('projected')) types.add('secret');
  const stands = types.has('projected') ? 'projected' : 'secret';
  const volumes = [...types].sort(bytewise);
  if (volumes.length === 0) {
    return { change: { spec: { volumes: undefined } }, elements: [{ path, because: [], tighter: [] }] };
  }
  return {
    change: { spec: { volumes } },
    elements: volumes.map((type, position) => ({
      path: `${path}[${position}]`,
      value: type,
      because: uses.filter(
        ({ value }) => value === type || (type === stands && value === SERVICE_ACCOUNT_TOKEN_VOLUME),
      ),
      tighter: [{ step: `remove ${type}`, change: { spec: { volumes: without(volumes, position) } } }],
    })),
  };
}
