export { generateInput, PolicyGenerator, type StoredBundle } from './policy-generator.js';
export { PoliciesModule } from './policies.module.js';
export { PolicyStore, type StoredPolicy } from './policy-store.js';
export { policySelection, resolvePolicies } from './resolve-policies.js';
