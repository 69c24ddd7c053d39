import { localObjectReference, objectMeta } from './metadata-schema.js';
import { boolean, list, object, string, type Schema } from './schema.js';
import type { ServiceAccount } from './service-account-admission.js';

const objectReference = object<{ readonly name?: string }>({
  kind: string,
  namespace: string,
  name: string,
  uid: string,
  apiVersion: string,
  resourceVersion: string,
  fieldPath: string,
});

/** v1 ServiceAccount (k8s.io/api/core/v1/types.go, v0.24.17). */
export const serviceAccountSchema: Schema<ServiceAccount> = object(
  {
    kind: string,
    apiVersion: string,
    metadata: objectMeta,
    secrets: list(objectReference),
    imagePullSecrets: list(localObjectReference),
    automountServiceAccountToken: boolean,
  },
  ['metadata'],
);
