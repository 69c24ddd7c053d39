import { forbidden, invalid, required, type FieldError } from './field-error.js';
import { isQualifiedName, isValidLabelValue } from './names.js';

/** metav1.LabelSelector: all of `matchLabels` and all of `matchExpressions` have to hold. */
export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly LabelSelectorRequirement[];
}

export interface LabelSelectorRequirement {
  readonly key?: string;
  /** In, NotIn, Exists or DoesNotExist. */
  readonly operator?: string;
  readonly values?: readonly string[];
}

export type Labels = Readonly<Record<string, string>>;

/** What a label has to be like. `values` are sorted and unique; one value for `>` and `<`. */
export interface Requirement {
  readonly key: string;
  readonly operator: 'in' | 'notin' | 'exists' | '!' | '>' | '<';
  readonly values: readonly string[];
}

/** Labels match if they meet every requirement; none: everything matches (labels.Selector, v0.24.17). */
export function matchesRequirements(
  requirements: readonly Requirement[],
  labels: Labels | undefined,
): boolean {
  return requirements.every((requirement) => meets(requirement, labels ?? {}));
}

function meets(requirement: Requirement, labels: Labels): boolean {
  const { key, operator, values } = requirement;
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'in':
      return value !== undefined && values.includes(value);
    case 'notin':
      return value === undefined || !values.includes(value);
    case 'exists':
      return value !== undefined;
    case '!':
      return value === undefined;
    case '>':
    case '<': {
      const given = parseInt64(value ?? '');
      const bound = parseInt64(values[0] ?? '');
      if (given === undefined || bound === undefined) return false;
      return operator === '>' ? given > bound : given < bound;
    }
  }
}

/** strconv.ParseInt(value, 10, 64). */
export function parseInt64(value: string): bigint | undefined {
  if (value.length > 64 || !/^[+-]?[0-9]+$/.test(value)) return undefined;
  const number = BigInt(value.startsWith('+') ? value.slice(1) : value);
  return number === BigInt.asIntN(64, number) ? number : undefined;
}

/**
 * Whether labels match a LabelSelector object (LabelSelectorAsSelector, v0.24.17): an absent selector matches nothing,
 * an empty one everything. The selector is taken to be valid; an unknown operator matches nothing.
 */
export function matchesLabelSelector(
  selector: LabelSelector | undefined,
  labels: Labels | undefined,
): boolean {
  if (selector === undefined) return false;
  const requirements = labelSelectorRequirements(selector);
  return requirements !== undefined && matchesRequirements(requirements, labels);
}

/** The requirements of a LabelSelector object; undefined if an operator is unknown. */
export function labelSelectorRequirements(selector: LabelSelector): readonly Requirement[] | undefined {
  const requirements: Requirement[] = Object.entries(selector.matchLabels ?? {}).map(([key, value]) => ({
    key,
    operator: 'in',
    values: [value],
  }));
  for (const expression of selector.matchExpressions ?? []) {
    const operator = operators.get(expression.operator ?? '');
    if (operator === undefined) return undefined;
    requirements.push({ key: expression.key ?? '', operator, values: expression.values ?? [] });
  }
  return requirements;
}

const operators: ReadonlyMap<string, Requirement['operator']> = new Map([
  ['In', 'in'],
  ['NotIn', 'notin'],
  ['Exists', 'exists'],
  ['DoesNotExist', '!'],
]);

/** Validates a LabelSelector object (apimachinery/pkg/apis/meta/v1/validation/validation.go, v0.24.17). */
export function validateLabelSelector(selector: LabelSelector, field: string): FieldError[] {
  const errors = validateLabels(selector.matchLabels, `${field}.matchLabels`);
  for (const [index, { key = '', operator = '', values = [] }] of (
    selector.matchExpressions ?? []
  ).entries()) {
    const at = `${field}.matchExpressions[${index}]`;
    if (operator === 'In' || operator === 'NotIn') {
      if (values.length === 0) {
        errors.push(required(`${at}.values`, "must be specified when `operator` is 'In' or 'NotIn'"));
      }
    } else if (operator === 'Exists' || operator === 'DoesNotExist') {
      if (values.length > 0) {
        errors.push(
          forbidden(`${at}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"),
        );
      }
    } else errors.push(invalid(`${at}.operator`, operator, 'not a valid selector operator'));
    errors.push(...isQualifiedName(key).map((message) => invalid(`${at}.key`, key, message)));
  }
  return errors;
}

/** Validates labels, in the order of their keys. */
export function validateLabels(labels: Labels | undefined, field: string): FieldError[] {
  return Object.entries(labels ?? {}).flatMap(([key, value]) => [
    ...isQualifiedName(key).map((message) => invalid(field, key, message)),
    ...isValidLabelValue(value).map((message) => invalid(field, value, message)),
  ]);
}
