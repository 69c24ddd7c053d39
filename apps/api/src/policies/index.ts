export { generateInput, type GeneratedPolicies, PolicyGenerator } from './policy-generator.js';
export { PoliciesModule } from './policies.module.js';
export { PolicyStore, type StoredPolicy } from './policy-store.js';
export { rolloutView } from './generate-view.js';
export { JSON_OR_YAML } from './policies.controller.js';
export { decoded, policySelection, resolvePolicies } from './resolve-policies.js';
