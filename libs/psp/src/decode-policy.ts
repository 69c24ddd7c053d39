import {
  decode,
  type Decoded,
  decodeError,
  type DecodeOptions,
  objectMetaSchema,
  schema,
} from '#libs/kubernetes';

import type {
  AllowedCSIDriver,
  AllowedFlexVolume,
  AllowedHostPath,
  HostPortRange,
  IDRange,
  IdStrategyOptions,
  PodSecurityPolicy,
  PodSecurityPolicySpec,
  RuntimeClassStrategyOptions,
  SELinuxStrategyOptions,
} from './policy.js';

const { boolean, int32, list, object, string } = schema;

const MAX_INT64 = 2 ** 63;

/**
 * A bound of an ID range. Policies are seen with the greatest int64 for "no upper bound". JavaScript can't tell it from
 * its neighbours, which makes no difference: no id of a pod comes near. So it is kept as 2^53 - 1.
 */
const rangeBound: typeof schema.int64 = {
  zero: 0,
  read: (value, context) =>
    typeof value === 'number' && value > Number.MAX_SAFE_INTEGER && value <= MAX_INT64
      ? Number.MAX_SAFE_INTEGER
      : schema.int64.read(value, context),
};

const idRange = object<IDRange>({ min: rangeBound, max: rangeBound }, ['min', 'max']);
const idStrategy = object<IdStrategyOptions>({ rule: string, ranges: list(idRange) }, ['rule']);
const seLinuxOptions = object<NonNullable<SELinuxStrategyOptions['seLinuxOptions']>>({
  user: string,
  role: string,
  type: string,
  level: string,
});

const policySpec = object<PodSecurityPolicySpec>({
  privileged: boolean,
  defaultAddCapabilities: list(string),
  requiredDropCapabilities: list(string),
  allowedCapabilities: list(string),
  volumes: list(string),
  hostNetwork: boolean,
  hostPorts: list(object<HostPortRange>({ min: int32, max: int32 }, ['min', 'max'])),
  hostPID: boolean,
  hostIPC: boolean,
  seLinux: object<SELinuxStrategyOptions>({ rule: string, seLinuxOptions }, ['rule']),
  runAsUser: idStrategy,
  runAsGroup: idStrategy,
  supplementalGroups: idStrategy,
  fsGroup: idStrategy,
  readOnlyRootFilesystem: boolean,
  defaultAllowPrivilegeEscalation: boolean,
  allowPrivilegeEscalation: boolean,
  allowedHostPaths: list(object<AllowedHostPath>({ pathPrefix: string, readOnly: boolean })),
  allowedFlexVolumes: list(object<AllowedFlexVolume>({ driver: string }, ['driver'])),
  allowedCSIDrivers: list(object<AllowedCSIDriver>({ name: string }, ['name'])),
  allowedUnsafeSysctls: list(string),
  forbiddenSysctls: list(string),
  allowedProcMountTypes: list(string),
  runtimeClass: object<RuntimeClassStrategyOptions>(
    { allowedRuntimeClassNames: list(string), defaultRuntimeClassName: string },
    ['allowedRuntimeClassNames'],
  ),
});

const policySchema = object<PodSecurityPolicy>(
  { apiVersion: string, kind: string, metadata: objectMetaSchema, spec: policySpec },
  ['metadata', 'spec'],
);

const API_VERSION = 'policy/v1beta1';
/** Removed in Kubernetes 1.16; the policies have the same fields. */
const RETIRED_API_VERSION = 'extensions/v1beta1';
const KIND = 'PodSecurityPolicy';

export interface DecodePolicyOptions extends DecodeOptions {
  /** Where the caller knows what the document is, `apiVersion` and `kind` may be absent. Off by default. */
  readonly typeMetaOptional?: boolean;
}

/**
 * Decodes a PodSecurityPolicy of policy/v1beta1, or of the retired extensions/v1beta1, which is read as the former with
 * a warning. Unknown fields are warned about with their paths (unless `unknownFields` is false) and carried along
 * unread. Neither defaults nor validates.
 */
export function decodePolicy(
  document: unknown,
  options: DecodePolicyOptions = {},
): Decoded<PodSecurityPolicy> {
  if (!schema.isRecord(document)) {
    return { ok: false, errors: [decodeError('', `must be a ${KIND}, was ${schema.jsonType(document)}`)] };
  }
  const decoded = decode(policySchema, document, { unknownFields: true, ...options });
  if (!decoded.ok) return decoded;
  const { apiVersion = '', kind = '' } = decoded.value;
  const optional = options.typeMetaOptional === true;
  if (kind !== KIND && !(optional && kind === '')) {
    return { ok: false, errors: [decodeError('kind', `must be ${KIND}, was ${JSON.stringify(kind)}`)] };
  }
  if (apiVersion === RETIRED_API_VERSION) {
    const warning = `${RETIRED_API_VERSION} was removed in Kubernetes 1.16; read as ${API_VERSION}`;
    const value = { ...decoded.value, apiVersion: API_VERSION };
    return { ok: true, value, warnings: [warning, ...decoded.warnings] };
  }
  if (apiVersion !== API_VERSION && !(optional && apiVersion === '')) {
    const detail = `must be ${API_VERSION} or ${RETIRED_API_VERSION}, was ${JSON.stringify(apiVersion)}`;
    return { ok: false, errors: [decodeError('apiVersion', detail)] };
  }
  return decoded;
}
