export { PoliciesModule } from './policies.module.js';
export { checkPolicy, policiesOfDocuments, type PolicyDocument } from './policy-document.js';
export { PolicyStore, type StoredPolicy } from './policy-store.js';
