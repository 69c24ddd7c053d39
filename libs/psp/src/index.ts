export * from './policy.js';
export type * from './answer.js';
export { decodePolicy, type DecodePolicyOptions } from './decode-policy.js';
export { defaultPolicy } from './default-policy.js';
export { validatePolicy } from './validate-policy.js';
export { compilePolicy, type CompiledPolicy } from './compile-policy.js';
export { evaluatePolicy, type EvaluateOptions } from './evaluate-policy.js';
export {
  admitMutating,
  type MayUse,
  type MutatingAdmission,
  orderPolicies,
  type Refusal,
} from './mutating-admission.js';
export { admitValidating, type ValidatingAdmission } from './validating-admission.js';
export { admit, type AdmissionRequest } from './admit.js';
export { policyUse } from './may-use.js';
export { withoutPolicyDefaults } from './without-policy-defaults.js';
export { explain, type Explanation } from './explain.js';
export { validateAdmittedPod } from './validate-admitted-pod.js';
export { bytewise } from './bytewise.js';
export { VOLUME_TYPES, volumeType } from './volume-types.js';
export { hasPathPrefix, hostPathAccess, type HostPathAccess } from './fields/allowed-host-paths.js';
export { matchesSysctl, SAFE_SYSCTLS } from './fields/sysctls.js';
export { equalSELinuxLevels } from './fields/se-linux.js';
export { isOnlyServiceAccountToken } from './fields/volumes.js';
export { type PolicyField, type PolicyFieldName, POLICY_FIELDS } from './fields/index.js';
export { type PodView, viewPod } from './pod-view.js';
export * from './fields/requirement.js';
export { FIELD_REQUIREMENTS } from './fields/requirements.js';
export { compileField, type FieldAttempt } from './fields/attempt-field.js';
export { MAX_ID, NO_ID } from './fields/id-requirement.js';
export { safeSysctls } from './fields/sysctls.js';
export { SERVICE_ACCOUNT_TOKEN_VOLUME } from './fields/volumes.js';
export { isProfileFormat as isAppArmorProfileFormat } from './fields/app-armor.js';
export { validateProfile as seccompProfileMistakes } from './fields/seccomp.js';
