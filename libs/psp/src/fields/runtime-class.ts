import { duplicate, type FieldError, invalid, required } from '#libs/kubernetes';

import { bytewise } from '../bytewise.js';
import { validateRuntimeClassName } from '../names.js';
import { WILDCARD } from '../policy.js';
import { type PolicyField, UNRESTRICTED } from './policy-field.js';
import type { LeastValue, PodUse, RequireField } from './requirement.js';
import { distinct, textsOf, without } from './uses.js';

/**
 * `runtimeClass`: which RuntimeClasses pods may name, and which one they get. Absent: any. A pod that names none passes
 * always.
 * Source: provider.go MutatePod, validateRuntimeClassName; validation.go validateRuntimeClassStrategy, v1.24.17.
 */
export const runtimeClass: PolicyField = {
  name: 'runtimeClass',
  validatePolicy: ({ spec }) => {
    if (spec.runtimeClass === undefined) return [];
    const { allowedRuntimeClassNames, defaultRuntimeClassName } = spec.runtimeClass;
    const field = 'spec.runtimeClass.allowedRuntimeClassNames';
    const errors: FieldError[] = [];
    const allowed = new Set<string>();
    for (const [index, name] of allowedRuntimeClassNames.entries()) {
      if (name !== WILDCARD) errors.push(...validateRuntimeClassName(name, `${field}[${index}]`));
      if (allowed.has(name)) errors.push(duplicate(`${field}[${index}]`, name));
      allowed.add(name);
    }
    if (defaultRuntimeClassName !== undefined) {
      errors.push(
        ...validateRuntimeClassName(defaultRuntimeClassName, 'spec.runtimeClass.defaultRuntimeClassName'),
      );
      if (!allowed.has(defaultRuntimeClassName) && !allowed.has(WILDCARD)) {
        errors.push(required(field, `default ${JSON.stringify(defaultRuntimeClassName)} must be allowed`));
      }
    }
    if (allowed.has(WILDCARD) && allowedRuntimeClassNames.length > 1) {
      const detail = "if '*' is present, must not specify other RuntimeClass names";
      errors.push(invalid(field, allowedRuntimeClassNames, detail));
    }
    return errors;
  },
  compile: ({ spec }) => {
    if (spec.runtimeClass === undefined) return UNRESTRICTED;
    const { allowedRuntimeClassNames, defaultRuntimeClassName } = spec.runtimeClass;
    const allowed = new Set(allowedRuntimeClassNames);
    return {
      ...(defaultRuntimeClassName !== undefined && {
        mutatePod: (draft) => {
          if (draft.pod.runtimeClassName === undefined)
            draft.set('runtimeClassName', defaultRuntimeClassName);
        },
      }),
      ...(!allowed.has(WILDCARD) && {
        validatePod: (draft, errors) => {
          const name = draft.pod.runtimeClassName;
          if (name !== undefined && !allowed.has(name))
            errors.push(invalid('spec.runtimeClassName', name, ''));
        },
      }),
    };
  },
};

/** The classes that pods name; a pod that names none always passes. */
export const requireRuntimeClass: RequireField = (pods) => {
  const uses = pods.flatMap(({ pod }, source): PodUse[] => {
    const value = pod.spec.runtimeClassName;
    return value === undefined
      ? []
      : [{ source, podField: 'runtimeClassName', value, path: 'spec.runtimeClassName' }];
  });
  return {
    uses,
    least: ({ keep }): LeastValue => {
      const path = 'spec.runtimeClass.allowedRuntimeClassNames';
      const names = distinct(textsOf(uses)).sort(bytewise);
      const byDefault = keep.runtimeClassName;
      const set = (allowedRuntimeClassNames: readonly string[]): LeastValue['change'] => {
        const kept = byDefault !== undefined && allowedRuntimeClassNames.includes(byDefault);
        const strategy = { allowedRuntimeClassNames, ...(kept && { defaultRuntimeClassName: byDefault }) };
        return { spec: { runtimeClass: strategy } };
      };
      if (names.length === 0)
        return { change: set([]), elements: [{ path, value: [], because: [], tighter: [] }] };
      return {
        change: set(names),
        elements: names.map((name, position) => ({
          path: `${path}[${position}]`,
          value: name,
          because: uses.filter(({ value }) => value === name),
          tighter: [{ step: `remove ${name}`, change: set(without(names, position)) }],
        })),
      };
    },
  };
};
