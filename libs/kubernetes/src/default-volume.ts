import { mapShared, withField } from './copy-on-write.js';
import { defaultFieldSelector } from './default-container.js';
import type { DownwardAPIItem, ProjectedVolume, Volume, VolumeProjection } from './pod.js';
import { canonicalRequirements } from './quantity.js';
import { volumeSourceNames } from './volume-schema.js';

/** `0644`, the mode of files in secret, configMap, downwardAPI and projected volumes. */
const DEFAULT_FILE_MODE = 0o644;

/** Volume defaults (SetDefaults_Volume and its neighbours, pkg/apis/core/v1/defaults.go, v1.24.17). */
export function defaultVolume(volume: Volume): Volume {
  if (!volumeSourceNames.some((source) => volume[source] !== undefined)) return { ...volume, emptyDir: {} };
  let result = volume;
  const { hostPath, secret, configMap, downwardAPI, projected, iscsi, rbd, scaleIO, azureDisk, ephemeral } =
    volume;
  if (hostPath !== undefined && hostPath.type === undefined) {
    result = { ...result, hostPath: { ...hostPath, type: '' } };
  }
  if (secret !== undefined) result = withField(result, 'secret', defaultMode(secret));
  if (configMap !== undefined) result = withField(result, 'configMap', defaultMode(configMap));
  if (downwardAPI !== undefined)
    result = withField(result, 'downwardAPI', defaultItems(defaultMode(downwardAPI)));
  if (projected !== undefined) result = withField(result, 'projected', defaultProjected(projected));
  if (iscsi !== undefined && !iscsi.iscsiInterface) {
    result = { ...result, iscsi: { ...iscsi, iscsiInterface: 'default' } };
  }
  if (rbd !== undefined && (!rbd.pool || !rbd.user || !rbd.keyring)) {
    const { pool, user, keyring } = rbd;
    result = {
      ...result,
      rbd: { ...rbd, pool: pool || 'rbd', user: user || 'admin', keyring: keyring || '/etc/ceph/keyring' },
    };
  }
  if (scaleIO !== undefined && (!scaleIO.storageMode || !scaleIO.fsType)) {
    const { storageMode, fsType } = scaleIO;
    result = {
      ...result,
      scaleIO: { ...scaleIO, storageMode: storageMode || 'ThinProvisioned', fsType: fsType || 'xfs' },
    };
  }
  if (azureDisk !== undefined) {
    const defaults = { cachingMode: 'ReadWrite', kind: 'Shared', fsType: 'ext4', readOnly: false };
    result = { ...result, azureDisk: { ...defaults, ...azureDisk } };
  }
  return ephemeral === undefined ? result : withField(result, 'ephemeral', defaultClaimTemplate(ephemeral));
}

function defaultMode<T extends { readonly defaultMode?: number }>(source: T): T {
  return source.defaultMode === undefined ? { ...source, defaultMode: DEFAULT_FILE_MODE } : source;
}

function defaultItems<T extends { readonly items?: readonly DownwardAPIItem[] }>(source: T): T {
  if (source.items === undefined) return source;
  const items = mapShared(source.items, (item) =>
    item.fieldRef === undefined ? item : withField(item, 'fieldRef', defaultFieldSelector(item.fieldRef)),
  );
  return items === source.items ? source : { ...source, items };
}

function defaultProjected(projected: ProjectedVolume): ProjectedVolume {
  const result = defaultMode(projected);
  return projected.sources === undefined
    ? result
    : withField(result, 'sources', mapShared(projected.sources, defaultProjection));
}

function defaultProjection(source: VolumeProjection): VolumeProjection {
  const { downwardAPI, serviceAccountToken } = source;
  let result = source;
  if (downwardAPI !== undefined) result = withField(result, 'downwardAPI', defaultItems(downwardAPI));
  if (serviceAccountToken !== undefined && serviceAccountToken.expirationSeconds === undefined) {
    result = { ...result, serviceAccountToken: { ...serviceAccountToken, expirationSeconds: 3600 } };
  }
  return result;
}

function defaultClaimTemplate(ephemeral: NonNullable<Volume['ephemeral']>): NonNullable<Volume['ephemeral']> {
  const template = ephemeral.volumeClaimTemplate;
  if (template === undefined) return ephemeral;
  const given = template.spec ?? {};
  const spec = given.volumeMode === undefined ? { ...given, volumeMode: 'Filesystem' } : given;
  const complete = withField(spec, 'resources', spec.resources && canonicalRequirements(spec.resources));
  return withField(ephemeral, 'volumeClaimTemplate', withField(template, 'spec', complete));
}
