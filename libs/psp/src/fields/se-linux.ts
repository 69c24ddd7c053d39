import { type FieldError, invalid, notSupported, required, type SELinuxOptions } from '#libs/kubernetes';

import { bytewise } from '../bytewise.js';
import { containerPath } from '../pod-view.js';
import { SELINUX_RULES } from '../policy.js';
import { securityContextPath } from './paths.js';
import { type PolicyField, UNRESTRICTED } from './policy-field.js';
import type { LeastValue, PodUse, RequireField, Tightening } from './requirement.js';
import { forEachContainer, podSecurityContextPath } from './uses.js';

/**
 * `seLinux`: the SELinux context of the pod and of each container. The pod is checked, and filled in, even if every
 * container has options of its own. As the pod's options are filled in first, containers never lack them.
 * Source: selinux/mustrunas.go; provider.go; validation.go validatePSPSELinux, v1.24.17.
 */
export const seLinux: PolicyField = {
  name: 'seLinux',
  validatePolicy: ({ spec }) => {
    const rule = spec.seLinux?.rule ?? '';
    return SELINUX_RULES.includes(rule) ? [] : [notSupported('spec.seLinux.rule', rule, SELINUX_RULES)];
  },
  compile: ({ spec }) => {
    const rule = spec.seLinux?.rule ?? '';
    if (rule === 'RunAsAny') return UNRESTRICTED;
    if (rule !== 'MustRunAs') return { providerError: `Unrecognized SELinuxContext strategy type ${rule}` };
    const demanded = spec.seLinux?.seLinuxOptions;
    if (demanded === undefined) return { providerError: 'MustRunAs requires SELinuxOptions' };
    return {
      mutatePod: (draft) => {
        if (draft.pod.seLinuxOptions === undefined) draft.set('seLinuxOptions', demanded);
      },
      validatePod: (draft, errors) => {
        const { seLinuxOptions } = draft.pod;
        if (agrees(demanded, seLinuxOptions)) return;
        refuse(demanded, seLinuxOptions, 'spec.securityContext.seLinuxOptions', errors);
      },
      validateContainer: (draft, container, errors) => {
        const own = draft.container(container).seLinuxOptions;
        const options = own ?? draft.pod.seLinuxOptions;
        if (agrees(demanded, options)) return;
        refuse(demanded, options, `${securityContextPath(draft, container)}.seLinuxOptions`, errors);
      },
    };
  },
};

const EXACT = ['role', 'type', 'user'] as const;

export function agrees(demanded: SELinuxOptions, options: SELinuxOptions | undefined): boolean {
  if (options === undefined) return false;
  if (options === demanded) return true;
  return (
    EXACT.every((part) => (demanded[part] ?? '') === (options[part] ?? '')) &&
    equalSELinuxLevels(demanded.level ?? '', options.level ?? '')
  );
}

function refuse(
  demanded: SELinuxOptions,
  options: SELinuxOptions | undefined,
  field: string,
  errors: FieldError[],
): void {
  if (options === undefined) {
    errors.push(required(field, ''));
    return;
  }
  const { level = '' } = demanded;
  if (!equalSELinuxLevels(level, options.level ?? '')) {
    errors.push(invalid(`${field}.level`, options.level ?? '', `must be ${level}`));
  }
  for (const part of EXACT) {
    const value = demanded[part] ?? '';
    if (value !== (options[part] ?? ''))
      errors.push(invalid(`${field}.${part}`, options[part] ?? '', `must be ${value}`));
  }
}

/**
 * Levels are equal if sensitivity and categories are, the latter in any order: `s0:c1,c2` is `s0:c2,c1`. A level without
 * a colon equals only itself.
 */
export function equalSELinuxLevels(a: string, b: string): boolean {
  if (a === b) return true;
  const colonA = a.indexOf(':');
  const colonB = b.indexOf(':');
  if (colonA < 0 || colonB < 0 || a.slice(0, colonA) !== b.slice(0, colonB)) return false;
  return sortedCategories(a.slice(colonA + 1)) === sortedCategories(b.slice(colonB + 1));
}

function sortedCategories(categories: string): string {
  return categories.split(',').sort(bytewise).join(',');
}

/** Can be demanded if all pods and all containers have the same options; the pod itself counts as well. */
export const requireSELinux: RequireField = (pods) => {
  const uses: PodUse[] = [];
  const options: (SELinuxOptions | undefined)[] = [];
  const add = (where: Omit<PodUse, 'podField' | 'value'>, value: SELinuxOptions | undefined): void => {
    options.push(value);
    uses.push({ ...where, podField: 'seLinuxOptions', ...(value !== undefined && { value: plain(value) }) });
  };
  const inPod = podSecurityContextPath('seLinuxOptions');
  for (const [source, view] of pods.entries())
    add({ source, path: inPod }, view.securityContext.seLinuxOptions);
  forEachContainer(pods, ({ source, view, containerView, securityContext }) => {
    const own = securityContext?.seLinuxOptions;
    const inherited = own === undefined ? view.securityContext.seLinuxOptions : undefined;
    const path =
      inherited === undefined ? `${containerPath(containerView)}.securityContext.seLinuxOptions` : inPod;
    add({ source, container: containerView.container.name, path }, own ?? inherited);
  });
  return { uses, least: () => leastSELinux(uses, options) };
};

function leastSELinux(uses: readonly PodUse[], options: readonly (SELinuxOptions | undefined)[]): LeastValue {
  const distinct: SELinuxOptions[] = [];
  const spelled = options
    .flatMap((each) => (each === undefined ? [] : [plain(each)]))
    .sort((a, b) => bytewise(a.level ?? '', b.level ?? ''));
  for (const each of spelled) if (!distinct.some((known) => agrees(known, each))) distinct.push(each);
  const mustRunAs = (seLinuxOptions: SELinuxOptions): LeastValue['change'] => ({
    spec: { seLinux: { rule: 'MustRunAs', seLinuxOptions } },
  });
  const path = 'spec.seLinux';
  const [only] = distinct;
  if (only !== undefined && distinct.length === 1 && !options.includes(undefined)) {
    const value = { rule: 'MustRunAs', seLinuxOptions: only };
    return { change: mustRunAs(only), elements: [{ path, value, because: uses, tighter: [] }] };
  }
  const tighter = (distinct.length === 0 ? [{}] : distinct).map((each): Tightening => ({
    step: `set rule MustRunAs with ${JSON.stringify(each)}`,
    change: mustRunAs(each),
  }));
  const because = distinct.length > 1 ? uses : uses.filter(({ value }) => value === undefined);
  return {
    change: { spec: { seLinux: { rule: 'RunAsAny' } } },
    elements: [{ path, value: { rule: 'RunAsAny' }, because, tighter }],
  };
}

/** The four parts that Kubernetes knows, those that are set, always in the same order. */
function plain({ level, role, type, user }: SELinuxOptions): Record<string, string> & SELinuxOptions {
  return {
    ...(level !== undefined && { level }),
    ...(role !== undefined && { role }),
    ...(type !== undefined && { type }),
    ...(user !== undefined && { user }),
  };
}
