import { editSpec } from '../edit-pod.js';
import { editPolicy, type FieldRemedy } from '../field-remedy.js';

export const hostPID: FieldRemedy = {
  fields: ['hostPID'],
  broaden: (policy) => editPolicy(policy, { hostPID: true }),
  reduce: (pod) => editSpec(pod, { hostPID: undefined }),
};

export const hostIPC: FieldRemedy = {
  fields: ['hostIPC'],
  broaden: (policy) => editPolicy(policy, { hostIPC: true }),
  reduce: (pod) => editSpec(pod, { hostIPC: undefined }),
};
