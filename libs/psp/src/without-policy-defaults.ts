import {
  APPARMOR_CONTAINER_ANNOTATION_PREFIX,
  type Container,
  type Pod,
  type PodSecurityContext,
  SECCOMP_POD_ANNOTATION,
  type SecurityContext,
} from '#libs/kubernetes';

import { attempt, compilePolicy } from './compile-policy.js';
import { defaultPolicy } from './default-policy.js';
import { type PodSecurityPolicy, type PodSecurityPolicySpec, PSP_ANNOTATION } from './policy.js';
import { viewPod } from './pod-view.js';

const POD_FIELDS = ['fsGroup', 'supplementalGroups', 'seLinuxOptions'] as const;
const CONTAINER_FIELDS = [
  'runAsUser',
  'runAsGroup',
  'runAsNonRoot',
  'readOnlyRootFilesystem',
  'allowPrivilegeEscalation',
] as const;
const LISTS = ['initContainers', 'containers'] as const;

/**
 * An admitted pod with what this policy would fill in by itself taken away again: the pod that somebody asked for, as
 * far as that can be told. A value that was asked for and is also the policy's default goes too: admission by the same
 * policy brings it back, so that the answer stays the same. The annotation that names the policy goes always.
 */
export function withoutPolicyDefaults(admitted: Pod, policy: PodSecurityPolicy): Pod {
  const pod = withoutAnnotations(admitted, [PSP_ANNOTATION]);
  const compiled = compilePolicy(defaultPolicy(policy));
  if (compiled.providerError !== undefined) return pod;
  const filled = attempt(compiled, viewPod(bare(pod))).draft.toPod();
  const annotations = Object.entries(filled.metadata.annotations ?? {})
    .filter(([key, value]) => isFilledIn(key) && pod.metadata.annotations?.[key] === value)
    .map(([key]) => key);
  const spec: { -readonly [K in keyof Pod['spec']]: Pod['spec'][K] } = { ...pod.spec };
  for (const list of LISTS) {
    const given = pod.spec[list];
    if (given === undefined) continue;
    spec[list] = given.map((container, index) =>
      stripContainer(container, filled.spec[list]?.[index], policy.spec),
    );
  }
  const context = stripPodContext(pod.spec.securityContext, filled.spec.securityContext);
  const seccompGoes = annotations.includes(SECCOMP_POD_ANNOTATION);
  if (context !== undefined) {
    const { seccompProfile, ...rest } = context;
    spec.securityContext = seccompGoes || seccompProfile === undefined ? rest : { ...rest, seccompProfile };
  }
  if (spec.runtimeClassName !== undefined && spec.runtimeClassName === filled.spec.runtimeClassName) {
    delete spec.runtimeClassName;
  }
  return withoutAnnotations({ ...pod, spec }, annotations);
}

function isFilledIn(annotation: string): boolean {
  return annotation === SECCOMP_POD_ANNOTATION || annotation.startsWith(APPARMOR_CONTAINER_ANNOTATION_PREFIX);
}

/** The pod without any value that a policy can fill in: whatever the policy then fills in is its own. */
function bare(pod: Pod): Pod {
  const keys = Object.keys(pod.metadata.annotations ?? {}).filter(isFilledIn);
  const { securityContext, runtimeClassName: _class, ...spec } = withoutAnnotations(pod, keys).spec;
  const lists = Object.fromEntries(
    LISTS.flatMap((list) => {
      const given = pod.spec[list];
      return given === undefined ? [] : [[list, given.map(bareContainer)] as const];
    }),
  );
  return {
    ...withoutAnnotations(pod, keys),
    spec: {
      ...spec,
      ...lists,
      ...(securityContext !== undefined && {
        securityContext: without(securityContext, [...POD_FIELDS, 'seccompProfile']),
      }),
    },
  };
}

function bareContainer(container: Container): Container {
  const { securityContext, ...rest } = container;
  if (securityContext === undefined) return container;
  return { ...rest, securityContext: without(securityContext, [...CONTAINER_FIELDS, 'capabilities']) };
}

function stripContainer(
  container: Container,
  filled: Container | undefined,
  { defaultAddCapabilities = [], requiredDropCapabilities = [] }: PodSecurityPolicySpec,
): Container {
  const { securityContext, ...rest } = container;
  if (securityContext === undefined) return container;
  const own = filled?.securityContext;
  const equal = CONTAINER_FIELDS.filter(
    (field) => securityContext[field] !== undefined && securityContext[field] === own?.[field],
  );
  const { capabilities, ...kept } = without(securityContext, equal);
  const { add = [], drop = [] } = capabilities ?? {};
  // What a container drops is not added to it by default: if it is there, it was asked for.
  const added = add.filter((name) => drop.includes(name) || !defaultAddCapabilities.includes(name));
  const dropped = drop.filter((name) => !requiredDropCapabilities.includes(name));
  const asked = {
    ...(added.length > 0 && { add: added }),
    ...(dropped.length > 0 && { drop: dropped }),
  };
  const stripped: SecurityContext = Object.keys(asked).length === 0 ? kept : { ...kept, capabilities: asked };
  return Object.keys(stripped).length === 0 ? rest : { ...rest, securityContext: stripped };
}

function stripPodContext(
  given: PodSecurityContext | undefined,
  filled: PodSecurityContext | undefined,
): PodSecurityContext | undefined {
  if (given === undefined || filled === undefined) return given;
  const equal = POD_FIELDS.filter(
    (field) => given[field] !== undefined && JSON.stringify(given[field]) === JSON.stringify(filled[field]),
  );
  return without(given, equal);
}

function without<T extends object, K extends keyof T>(value: T, keys: readonly K[]): Omit<T, K> & T {
  const copy = { ...value };
  for (const key of keys) delete copy[key];
  return copy;
}

function withoutAnnotations(pod: Pod, keys: readonly string[]): Pod {
  const { annotations, ...metadata } = pod.metadata;
  if (annotations === undefined || !keys.some((key) => Object.hasOwn(annotations, key))) return pod;
  const kept = Object.entries(annotations).filter(([key]) => !keys.includes(key));
  return {
    ...pod,
    metadata: kept.length === 0 ? metadata : { ...metadata, annotations: Object.fromEntries(kept) },
  };
}
