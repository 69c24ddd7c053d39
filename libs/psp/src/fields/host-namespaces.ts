import { invalid } from '#libs/kubernetes';

import { leastFlag } from './flag-requirement.js';
import { type CompiledField, type PolicyField, UNRESTRICTED } from './policy-field.js';
import type { PodUse, RequireField } from './requirement.js';

/**
 * `hostNetwork`, `hostPID`, `hostIPC`: may pods share these namespaces with the node? Three fields of one meaning.
 * The internal pod keeps them in its security context, hence the paths of the errors.
 * Source: provider.go ValidatePod, v1.24.17.
 */
function hostNamespace(name: 'hostNetwork' | 'hostPID' | 'hostIPC', detail: string): PolicyField {
  const refusal = invalid(`spec.securityContext.${name}`, true, detail);
  const refused: CompiledField = {
    validatePod: (draft, errors) => {
      if (draft.pod[name]) errors.push(refusal);
    },
  };
  return { name, compile: ({ spec }) => (spec[name] === true ? UNRESTRICTED : refused) };
}

export const hostNetwork = hostNamespace('hostNetwork', 'Host network is not allowed to be used');
export const hostPID = hostNamespace('hostPID', 'Host PID is not allowed to be used');
export const hostIPC = hostNamespace('hostIPC', 'Host IPC is not allowed to be used');

/** Needed as soon as one pod shares the namespace. */
function requireHostNamespace(name: 'hostNetwork' | 'hostPID' | 'hostIPC'): RequireField {
  return (pods) => {
    const uses = pods.flatMap(({ pod }, source): PodUse[] =>
      pod.spec[name] === true ? [{ source, podField: name, value: true, path: `spec.${name}` }] : [],
    );
    return { uses, least: () => leastFlag(name, uses) };
  };
}

export const requireHostNetwork = requireHostNamespace('hostNetwork');
export const requireHostPID = requireHostNamespace('hostPID');
export const requireHostIPC = requireHostNamespace('hostIPC');
