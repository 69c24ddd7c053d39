import { type Capabilities, type FieldError, invalid } from '#libs/kubernetes';

import { bytewise } from '../bytewise.js';
import type { PodDraft } from '../pod-draft.js';
import { containerPath } from '../pod-view.js';
import { WILDCARD } from '../policy.js';
import { securityContextPath } from './paths.js';
import { type PolicyField, UNRESTRICTED } from './policy-field.js';
import type {
  LeastOptions,
  LeastValue,
  PodUse,
  PolicyElement,
  RequireField,
  Tightening,
} from './requirement.js';
import { forEachContainer, without } from './uses.js';

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
    // most containers have none of their own
    const ofNone = fillIn(undefined, defaultAddCapabilities, requiredDropCapabilities);

    return {
      ...(fillsIn && {
        mutateContainer: (draft, container) => {
          const given = draft.container(container).capabilities;
          const filled =
            given === undefined ? ofNone : fillIn(given, defaultAddCapabilities, requiredDropCapabilities);
          if (filled !== undefined) draft.setContainer(container, 'capabilities', filled);
        },
      }),
      validateContainer: (draft, container, errors) => {
        const given = draft.container(container).capabilities;
        if (given === undefined) {
          if (!fillsIn) return;
          errors.push(
            invalid(
              capabilitiesPath(draft, container),
              null,
              'required capabilities are not set on the securityContext',
            ),
          );
          return;
        }
        if (wildcard) return;
        for (const name of given.add ?? NONE) {
          if (!addable.has(name))
            errors.push(
              invalid(`${capabilitiesPath(draft, container)}.add`, name, 'capability may not be added'),
            );
        }
        const drop = given.drop ?? NONE;
        for (const name of requiredDropCapabilities) {
          if (drop.includes(name)) continue;
          errors.push(
            invalid(
              `${capabilitiesPath(draft, container)}.drop`,
              drop,
              `${name} is required to be dropped but was not found`,
            ),
          );
        }
      },
    };
  },
};

function capabilitiesPath(draft: PodDraft, container: number): string {
  return `${securityContextPath(draft, container)}.capabilities`;
}

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

/** What any container adds has to be allowed; what every container drops, and none adds, can be required. */
export const requireCapabilities: RequireField = (pods) => {
  const added: PodUse[] = [];
  const dropped: PodUse[] = [];
  let containers = 0;
  forEachContainer(pods, ({ source, containerView, securityContext }) => {
    containers += 1;
    const container = containerView.container.name;
    const path = `${containerPath(containerView)}.securityContext.capabilities`;
    for (const value of new Set(securityContext?.capabilities?.add)) {
      added.push({ source, podField: 'capabilities.add', value, container, path: `${path}.add` });
    }
    for (const value of new Set(securityContext?.capabilities?.drop)) {
      dropped.push({ source, podField: 'capabilities.drop', value, container, path: `${path}.drop` });
    }
  });
  return {
    uses: [...added, ...dropped],
    least: (options) => leastCapabilities(added, dropped, containers, options),
  };
};

function leastCapabilities(
  added: readonly PodUse[],
  dropped: readonly PodUse[],
  containers: number,
  { keep }: LeastOptions,
): LeastValue {
  const byDefault = [...(keep.addCapabilities ?? [])].sort(bytewise);
  const names = [...namesOf(added).keys()];
  const allowed = names.includes(WILDCARD)
    ? [WILDCARD]
    : names.filter((name) => !byDefault.includes(name)).sort(bytewise);
  const forbidding = !allowed.includes(WILDCARD);
  const drops = namesOf(dropped);
  const free = (name: string): boolean => !names.includes(name) && !byDefault.includes(name);
  const required = forbidding
    ? [...drops]
        .flatMap(([name, uses]) => (uses.length === containers && free(name) ? [name] : []))
        .sort(bytewise)
    : [];
  const change: LeastValue['change'] = {
    spec: {
      ...(byDefault.length > 0 && { defaultAddCapabilities: byDefault }),
      allowedCapabilities: orAbsent(allowed),
      requiredDropCapabilities: orAbsent(required),
    },
  };

  const path = 'spec.allowedCapabilities';
  const allowedElements = allowed.map((name, position): PolicyElement => ({
    path: `${path}[${position}]`,
    value: name,
    because: added.filter(({ value }) => name === WILDCARD || value === name),
    tighter: [removal(name, allowed, position, names)],
  }));
  const further = forbidding ? [...new Set(['ALL', ...drops.keys()])].filter(free).sort(bytewise) : [];
  const stricter = further
    .filter((name) => !required.includes(name))
    .map((name): Tightening => {
      const requiredDropCapabilities = [...required, name].sort(bytewise);
      return { step: `require ${name} to be dropped`, change: { spec: { requiredDropCapabilities } } };
    });
  const dropPath = 'spec.requiredDropCapabilities';
  return {
    change,
    elements: [
      ...(allowed.length === 0 ? [{ path, because: [], tighter: [] }] : allowedElements),
      { path: dropPath, ...(required.length > 0 && { value: required }), because: [], tighter: stricter },
      ...required.map((name, position) => ({
        path: `${dropPath}[${position}]`,
        value: name,
        because: drops.get(name) ?? [],
        tighter: [],
      })),
    ],
  };
}

/** Instead of the wildcard, everything by name that is added by name. */
function removal(
  name: string,
  allowed: readonly string[],
  position: number,
  names: readonly string[],
): Tightening {
  const rest =
    name === WILDCARD ? names.filter((each) => each !== WILDCARD).sort(bytewise) : without(allowed, position);
  return { step: `remove ${name}`, change: { spec: { allowedCapabilities: orAbsent(rest) } } };
}

function namesOf(uses: readonly PodUse[]): Map<string, PodUse[]> {
  const names = new Map<string, PodUse[]>();
  for (const each of uses) {
    const name = typeof each.value === 'string' ? each.value : '';
    const known = names.get(name);
    if (known === undefined) names.set(name, [each]);
    else known.push(each);
  }
  return names;
}

function orAbsent(names: readonly string[]): readonly string[] | undefined {
  return names.length === 0 ? undefined : names;
}
