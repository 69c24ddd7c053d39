/**
 * Forms of names (apimachinery/pkg/util/validation/validation.go and pkg/api/validation/path/name.go, v0.24.17). Each
 * function returns what is wrong, in Kubernetes' words; an empty list: nothing. Lengths count bytes of UTF-8.
 */
const qualifiedName = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const labelValue = `(${qualifiedName})?`;
const label1123 = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const subdomain1123 = `${label1123}(\\.${label1123})*`;
const label1035 = '[a-z]([-a-z0-9]*[a-z0-9])?';

const qualifiedNamePattern = new RegExp(`^${qualifiedName}$`);
const labelValuePattern = new RegExp(`^${labelValue}$`);
const label1123Pattern = new RegExp(`^${label1123}$`);
const subdomain1123Pattern = new RegExp(`^${subdomain1123}$`);
const label1035Pattern = new RegExp(`^${label1035}$`);

const qualifiedNameMessage =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

/** A key of labels and annotations: a name, optionally with a DNS subdomain and `/` before it. */
export function isQualifiedName(value: string): string[] {
  const parts = value.split('/');
  const [first = '', second] = parts;
  if (parts.length > 2) {
    const message = regexError(qualifiedNameMessage, qualifiedName, 'MyName', 'my.name', '123-abc');
    return [
      `a qualified name ${message} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  }
  const errors: string[] = [];
  if (second !== undefined) {
    if (first === '') errors.push('prefix part must be non-empty');
    else errors.push(...isDNS1123Subdomain(first).map((message) => `prefix part ${message}`));
  }
  const name = second ?? first;
  if (name === '') errors.push('name part must be non-empty');
  else if (utf8Length(name) > 63) errors.push(`name part ${maxLength(63)}`);
  if (!qualifiedNamePattern.test(name)) {
    errors.push(
      `name part ${regexError(qualifiedNameMessage, qualifiedName, 'MyName', 'my.name', '123-abc')}`,
    );
  }
  return errors;
}

/** The value of a label; may be empty. */
export function isValidLabelValue(value: string): string[] {
  const message = `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character`;
  return check(value, 63, labelValuePattern, regexError(message, labelValue, 'MyValue', 'my_value', '12345'));
}

/** RFC 1123 label: the name of a namespace. */
export function isDNS1123Label(value: string): string[] {
  const message = `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character`;
  return check(value, 63, label1123Pattern, regexError(message, label1123, 'my-name', '123-abc'));
}

/** RFC 1123 subdomain: the name of most objects, pods and policies among them. */
export function isDNS1123Subdomain(value: string): string[] {
  const message = `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character`;
  return check(value, 253, subdomain1123Pattern, regexError(message, subdomain1123, 'example.com'));
}

/** RFC 1035 label: as an RFC 1123 label, but it begins with a letter. */
export function isDNS1035Label(value: string): string[] {
  const message = `a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character`;
  return check(value, 63, label1035Pattern, regexError(message, label1035, 'my-name', 'abc-123'));
}

/** A name that can stand in a URL: the only demand on names of RBAC objects. */
export function isValidPathSegmentName(name: string): string[] {
  if (name === '.' || name === '..') return [`may not be '${name}'`];
  return ['/', '%']
    .filter((illegal) => name.includes(illegal))
    .map((illegal) => `may not contain '${illegal}'`);
}

/**
 * The stem of a generated name is checked with the last character replaced if it is a dash: the suffix follows
 * (maskTrailingDash, apimachinery/pkg/api/validation/generic.go).
 */
export function maskTrailingDash(name: string): string {
  return name.length > 1 && name.endsWith('-') ? `${name.slice(0, -2)}a` : name;
}

/** Length in bytes of UTF-8, as Go's len counts. Lone surrogates count as the replacement character. */
export function utf8Length(value: string): number {
  let length = value.length;
  for (let index = 0; index < value.length; index += 1) {
    const code = value.codePointAt(index) ?? 0;
    if (code > 0xffff) {
      length += 2;
      index += 1;
    } else if (code > 0x7ff) length += 2;
    else if (code > 0x7f) length += 1;
  }
  return length;
}

function check(value: string, max: number, pattern: RegExp, message: string): string[] {
  const errors: string[] = [];
  if (utf8Length(value) > max) errors.push(maxLength(max));
  if (!pattern.test(value)) errors.push(message);
  return errors;
}

function maxLength(max: number): string {
  return `must be no more than ${max} characters`;
}

function regexError(message: string, pattern: string, ...examples: string[]): string {
  const shown = examples.map((example) => `'${example}', `).join(' or ');
  return `${message} (e.g. ${shown}regex used for validation is '${pattern}')`;
}
