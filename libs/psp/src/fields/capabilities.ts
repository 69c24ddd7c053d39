import { type Capabilities, type FieldError, invalid } from '#libs/kubernetes';

import { bytewise } from '../bytewise.js';
import { WILDCARD } from '../policy.js';
import { securityContextPath } from './paths.js';
import { type PolicyField, UNRESTRICTED } from './policy-field.js';

const NONE: readonly string[] = [];

/**
 * `defaultAddCapabilities`, `requiredDropCapabilities`, `allowedCapabilities`. Names are plain text: case counts, there
 * is no prefix CAP_, and ALL is a name like any other.
 * Source: capabilities/capabilities.go; validation.go validatePSPCapsAgainstDrops, v1.24.17.
 */
export const capabilities: PolicyField = {
  name: 'capabilities',
  validatePolicy: ({ spec }) => {
    const { requiredDropCapabilities, defaultAddCapabilities = [], allowedCapabilities = [] } = spec;
    const errors: FieldError[] = [];
    const drops = requiredDropCapabilities ?? [];
    if (drops.length > 0 && allowedCapabilities.includes(WILDCARD)) {
      const detail = 'must be empty when all capabilities are allowed by a wildcard';
      errors.push(invalid('requiredDropCapabilities', drops, detail));
    }
    const dropped = new Set(drops);
    const againstDrops = (names: readonly string[], field: string): void => {
      for (const name of names) {
        if (!dropped.has(name)) continue;
        errors.push(invalid(field, name, `capability is listed in ${field} and requiredDropCapabilities`));
      }
    };
    againstDrops(defaultAddCapabilities, 'defaultAddCapabilities');
    againstDrops(allowedCapabilities, 'allowedCapabilities');
    return errors;
  },
  compile: ({ spec }) => {
    const { requiredDropCapabilities = [], defaultAddCapabilities = [], allowedCapabilities = [] } = spec;
    const fillsIn = requiredDropCapabilities.length > 0 || defaultAddCapabilities.length > 0;
    const wildcard = allowedCapabilities.includes(WILDCARD);
    if (wildcard && !fillsIn) return UNRESTRICTED;
    const addable = new Set([...defaultAddCapabilities, ...allowedCapabilities]);

    return {
      ...(fillsIn && {
        mutateContainer: (draft, container) => {
          const given = draft.containerSecurityContext(container)?.capabilities;
          const filled = fillIn(given, defaultAddCapabilities, requiredDropCapabilities);
          if (filled !== undefined) draft.setContainer(container, 'capabilities', filled);
        },
      }),
      validateContainer: (draft, container, errors) => {
        const path = (): string => `${securityContextPath(draft, container)}.capabilities`;
        const given = draft.containerSecurityContext(container)?.capabilities;
        if (given === undefined) {
          if (!fillsIn) return;
          errors.push(invalid(path(), null, 'required capabilities are not set on the securityContext'));
          return;
        }
        if (wildcard) return;
        for (const name of given.add ?? NONE) {
          if (!addable.has(name)) errors.push(invalid(`${path()}.add`, name, 'capability may not be added'));
        }
        const drop = given.drop ?? NONE;
        for (const name of requiredDropCapabilities) {
          if (drop.includes(name)) continue;
          errors.push(invalid(`${path()}.drop`, drop, `${name} is required to be dropped but was not found`));
        }
      },
    };
  },
};

/**
 * Adds what is to be added by default, but for what the container drops, and drops what has to be dropped. If that
 * makes either list grow, both are written anew, sorted bytewise and without repetitions; if not, undefined.
 */
function fillIn(
  given: Capabilities | undefined,
  defaultAdd: readonly string[],
  requiredDrop: readonly string[],
): Capabilities | undefined {
  const givenAdd = given?.add ?? NONE;
  const givenDrop = given?.drop ?? NONE;
  const missingAdd = defaultAdd.some((name) => !givenDrop.includes(name) && !givenAdd.includes(name));
  const missingDrop = requiredDrop.some((name) => !givenDrop.includes(name));
  if (!missingAdd && !missingDrop) return undefined;
  const add = sortedSet([...givenAdd, ...defaultAdd.filter((name) => !givenDrop.includes(name))]);
  const drop = sortedSet([...givenDrop, ...requiredDrop]);
  return { ...(add.length > 0 && { add }), ...(drop.length > 0 && { drop }) };
}

function sortedSet(names: readonly string[]): string[] {
  return [...new Set(names)].sort(bytewise);
}
