import { type FieldError, forbidden, invalid } from '#libs/kubernetes';

import { bytewise } from '../bytewise.js';
import { type CompiledField, type PolicyField, UNRESTRICTED } from './policy-field.js';
import type { LeastOptions, LeastValue, PodUse, RequireField } from './requirement.js';
import { distinct, podSecurityContextPath, textsOf, without } from './uses.js';

/** Namespaced and isolated, allowed unless forbidden. Source: sysctl/mustmatchpatterns.go SafeSysctlAllowlist, v1.24.17. */
export const SAFE_SYSCTLS: readonly string[] = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_syncookies',
];

const MAX_LENGTH = 253;
const SEGMENT = '[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const PATTERN = `(${SEGMENT}\\.)*([a-z0-9][-_a-z0-9]*)?[a-z0-9*]`;
const PATTERN_REGEXP = new RegExp(`^${PATTERN}$`, 'u');

/**
 * `allowedUnsafeSysctls` and `forbiddenSysctls`: lists of names and of prefixes that end in `*`. What is forbidden is
 * refused even if it is safe; what is neither safe nor allowed is refused as unsafe.
 * Source: sysctl/mustmatchpatterns.go; validation.go validatePodSecurityPolicySysctls and
 * validatePodSecurityPolicySysctlListsDoNotOverlap, v1.24.17.
 */
export const sysctls: PolicyField = {
  name: 'sysctls',
  validatePolicy: ({ spec }) => {
    const { allowedUnsafeSysctls = [], forbiddenSysctls = [] } = spec;
    return [
      ...validateList('spec.allowedUnsafeSysctls', allowedUnsafeSysctls),
      ...validateList('spec.forbiddenSysctls', forbiddenSysctls),
      ...validateNoOverlap(allowedUnsafeSysctls, forbiddenSysctls),
    ];
  },
  compile: ({ spec }) => {
    const { allowedUnsafeSysctls = [], forbiddenSysctls = [] } = spec;
    if (forbiddenSysctls.length > 0) return restrict(allowedUnsafeSysctls, forbiddenSysctls);
    if (allowedUnsafeSysctls.includes('*')) return UNRESTRICTED;
    return allowedUnsafeSysctls.length === 0 ? ONLY_SAFE : restrict(allowedUnsafeSysctls, []);
  },
};

const ONLY_SAFE = restrict([], []);

function restrict(allowedUnsafe: readonly string[], forbiddenOnes: readonly string[]): CompiledField {
  return {
    validatePod: (draft, errors) => {
      const given = draft.pod.sysctls;
      if (given === undefined) return;
      for (const [index, { name }] of given.entries()) {
        const field = (): string => `pod.spec.securityContext.sysctls[${index}]`;
        if (matchesSysctl(name, forbiddenOnes)) {
          errors.push(forbidden(field(), `sysctl ${JSON.stringify(name)} is not allowed`));
        } else if (!SAFE_SYSCTLS.includes(name) && !matchesSysctl(name, allowedUnsafe)) {
          errors.push(forbidden(field(), `unsafe sysctl ${JSON.stringify(name)} is not allowed`));
        }
      }
    },
  };
}

/** Is the sysctl named in the list, or does it begin with one of its prefixes? */
export function matchesSysctl(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) =>
    pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
  );
}

function validateList(field: string, list: readonly string[]): FieldError[] {
  const errors: FieldError[] = [];
  for (const [index, pattern] of list.entries()) {
    if (pattern === '') {
      errors.push(invalid(`${field}[${index}]`, pattern, 'empty sysctl not allowed'));
    } else if (pattern.length > MAX_LENGTH || !PATTERN_REGEXP.test(pattern)) {
      const detail = `must have at most ${MAX_LENGTH} characters and match regex ${PATTERN}`;
      errors.push(invalid(`${field}[${index}]`, pattern, detail));
    }
  }
  // of the valid patterns only the lone wildcard begins with an asterisk
  if (list.length > 1 && list.includes('*')) {
    errors.push(forbidden(`${field}.items`, "if '*' is present, must not specify other sysctls"));
  }
  return errors;
}

/** No name may be both allowed and forbidden. The error stands at the narrower of the two, if they differ in that. */
function validateNoOverlap(allowedList: readonly string[], forbiddenList: readonly string[]): FieldError[] {
  const errors: FieldError[] = [];
  for (const [i, allowed] of allowedList.entries()) {
    for (const [j, forbiddenOne] of forbiddenList.entries()) {
      if (covers(forbiddenOne, allowed)) {
        errors.push(
          invalid(`spec.allowedUnsafeSysctls[${i}]`, allowed, `sysctl overlaps with ${forbiddenOne}`),
        );
      } else if (covers(allowed, forbiddenOne)) {
        errors.push(invalid(`spec.forbiddenSysctls[${j}]`, forbiddenOne, `sysctl overlaps with ${allowed}`));
      }
    }
  }
  return errors;
}

/** Does the pattern match whatever the other one matches? A name covers only itself. */
function covers(pattern: string, other: string): boolean {
  if (!pattern.endsWith('*')) return pattern === other;
  const prefix = pattern.slice(0, -1);
  return (other.endsWith('*') ? other.slice(0, -1) : other).startsWith(prefix);
}

/** Minor release of Kubernetes 1 from which on a sysctl counts as safe; those not listed always did. */
const SAFE_SINCE: ReadonlyMap<string, number> = new Map([
  ['net.ipv4.ping_group_range', 18],
  ['net.ipv4.ip_unprivileged_port_start', 22],
]);

/** The safe sysctls of a release of Kubernetes. Source: kubernetes#85463, kubernetes#103326. */
export function safeSysctls(minor: number): readonly string[] {
  return SAFE_SYSCTLS.filter((name) => minor >= (SAFE_SINCE.get(name) ?? 0));
}

/** Unsafe ones in use have to be allowed; safe ones that are not in use can be forbidden. */
export const requireSysctls: RequireField = (pods) => {
  const path = podSecurityContextPath('sysctls');
  const uses = pods.flatMap((view, source) =>
    (view.securityContext.sysctls ?? []).map(({ name }, index): PodUse => ({
      source,
      podField: 'sysctl',
      value: name,
      path: `${path}[${index}].name`,
    })),
  );
  return { uses, least: (options) => leastSysctls(uses, options) };
};

function leastSysctls(uses: readonly PodUse[], { minor }: LeastOptions): LeastValue {
  const allowedPath = 'spec.allowedUnsafeSysctls';
  const forbiddenPath = 'spec.forbiddenSysctls';
  const names = distinct(textsOf(uses)).sort(bytewise);
  if (names.length === 0) {
    const value = ['*'];
    return {
      change: { spec: { allowedUnsafeSysctls: undefined, forbiddenSysctls: value } },
      elements: [{ path: forbiddenPath, value, because: [], tighter: [] }],
    };
  }
  const safe = safeSysctls(minor);
  const unsafe = names.filter((name) => !safe.includes(name));
  const forbidden = safe.filter((name) => !names.includes(name));
  const orAbsent = (list: readonly string[]): readonly string[] | undefined =>
    list.length === 0 ? undefined : list;
  return {
    change: { spec: { allowedUnsafeSysctls: orAbsent(unsafe), forbiddenSysctls: orAbsent(forbidden) } },
    elements: [
      ...unsafe.map((name, position) => ({
        path: `${allowedPath}[${position}]`,
        value: name,
        because: uses.filter(({ value }) => value === name),
        // one that became safe later is unsafe in that release only; the evaluator, which is of 1.24, can't tell
        tighter: SAFE_SYSCTLS.includes(name)
          ? []
          : [
              {
                step: `remove ${name}`,
                change: { spec: { allowedUnsafeSysctls: orAbsent(without(unsafe, position)) } },
              },
            ],
      })),
      {
        path: forbiddenPath,
        ...(forbidden.length > 0 && { value: forbidden }),
        because: uses.filter(({ value }) => typeof value === 'string' && safe.includes(value)),
        tighter: names
          .filter((name) => safe.includes(name))
          .map((name) => ({
            step: `forbid ${name}`,
            change: { spec: { forbiddenSysctls: [...forbidden, name].sort(bytewise) } },
          })),
      },
    ],
  };
}
