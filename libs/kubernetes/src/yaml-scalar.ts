/**
 * Plain YAML scalars as Kubernetes' reader takes them: YAML 1.1 as go-yaml v2 understands it (gopkg.in/yaml.v2 v2.4.0,
 * resolve.go). `yes`, `on` and `y` are true, `0755` and `0o755` are octal, `_` may group digits, dates stay text, and
 * sexagesimal numbers do not exist.
 */
export type YamlScalar = string | number | boolean | null;

/** A scalar that can't be read; the message names the text. */
export class YamlScalarError extends Error {}

const words: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map(
    (word) => [word, true] as const,
  ),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map(
    (word) => [word, false] as const,
  ),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
]);
const notFinite: ReadonlyMap<string, number> = new Map([
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, Number.NaN] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, Infinity] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, -Infinity] as const),
]);

/** Numbers and the words above begin with one of these; all other text is a string. */
const hinted = /^[-+0-9.yYnNtTfFoO~]/;
const dotFloat = /^\.[0-9]+(?:[eE][-+]?[0-9]+)?$/;
const styledFloat = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const decimalInteger = /^[-+]?(?:0|[1-9][0-9]*)$/;
const prefixedInteger = /^([-+]?)0(?:[xX]([0-9a-fA-F]+)|[oO]?([0-7]+)|[bB]([01]+))$/;
const MAX_UINT64 = (1n << 64n) - 1n;
const MAX_INT64 = (1n << 63n) - 1n;
const MIN_INT64 = -(1n << 63n);
/** No number of more characters fits; such text is left alone rather than computed with. */
const MAX_NUMBER_LENGTH = 400;

/** A number with the text that stands for it where it is the key of a map. */
interface NumberScalar {
  readonly value: number;
  /** Empty: can be no key. */
  readonly key: string;
}

/** The value of a plain scalar without a tag. */
export function resolvePlainScalar(text: string): YamlScalar {
  if (text !== '' && !hinted.test(text)) return text;
  const word = words.get(text);
  if (word !== undefined) return word;
  const number = readNumber(text);
  if (number === undefined) return text;
  if (!Number.isFinite(number.value)) throw new YamlScalarError(`${text} has no JSON value`);
  return number.value;
}

/** The key that a plain scalar without a tag stands for: numbers and booleans become text, `null` is no key. */
export function resolvePlainKey(text: string): string {
  if (text !== '' && !hinted.test(text)) return text;
  const word = words.get(text);
  if (word === null) throw new YamlScalarError('null is no key');
  if (word !== undefined) return String(word);
  return numberKey(readNumber(text)) ?? text;
}

function numberKey(number: NumberScalar | undefined): string | undefined {
  if (number?.key === '') throw new YamlScalarError('a number beyond 2^63 is no key');
  return number?.key;
}

function readNumber(text: string): NumberScalar | undefined {
  const special = notFinite.get(text);
  if (special !== undefined) return { value: special, key: floatKey(special) };
  const first = text.charAt(0);
  if (first === '.') return dotFloat.test(text) ? readFloat(text) : undefined;
  if (!/[-+0-9]/.test(first)) return undefined;
  const plain = text.replaceAll('_', '');
  if (plain.length > MAX_NUMBER_LENGTH) return undefined;
  return readInteger(plain) ?? (styledFloat.test(plain) ? readFloat(plain) : undefined);
}

function readInteger(plain: string): NumberScalar | undefined {
  if (decimalInteger.test(plain)) {
    const value = Number(plain);
    if (Number.isSafeInteger(value)) return { value: value === 0 ? 0 : value, key: String(value) };
    return wideInteger(BigInt(plain.startsWith('+') ? plain.slice(1) : plain), plain.startsWith('+'));
  }
  const [, sign, hex, octal, binary] = prefixedInteger.exec(plain) ?? [];
  const digits =
    hex === undefined ? (octal === undefined ? binary && `0b${binary}` : `0o${octal}`) : `0x${hex}`;
  if (digits === undefined) return undefined;
  const magnitude = BigInt(digits);
  return wideInteger(sign === '-' ? -magnitude : magnitude, sign === '+');
}

// Up to 64 bits; beyond 63 bits only without a sign, as strconv.ParseUint takes none.
function wideInteger(integer: bigint, signed: boolean): NumberScalar | undefined {
  const max = signed ? MAX_INT64 : MAX_UINT64;
  return integer < MIN_INT64 || integer > max
    ? undefined
    : { value: Number(integer), key: integer > MAX_INT64 ? '' : integer.toString() };
}

function readFloat(text: string): NumberScalar | undefined {
  const value = Number(text);
  // Out of range is no number for Go.
  return Number.isFinite(value) ? { value, key: floatKey(value) } : undefined;
}

/** strconv.FormatFloat(value, 'g', -1, 32), which sigs.k8s.io/yaml v1.2.0 uses for keys. */
function floatKey(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  const single = Math.fround(value);
  if (!Number.isFinite(single)) return single > 0 ? '.inf' : '-.inf';
  if (single === 0) return Object.is(single, -0) ? '-0' : '0';
  let digits = '';
  for (let precision = 1; precision <= 9; precision += 1) {
    digits = single.toExponential(precision - 1);
    if (Math.fround(Number(digits)) === single) break;
  }
  const [mantissa = '', exponentText = '0'] = digits.split('e');
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < 6) return plainDecimal(mantissa, exponent);
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

function plainDecimal(mantissa: string, exponent: number): string {
  const sign = mantissa.startsWith('-') ? '-' : '';
  const digits = mantissa.replace(/[-.]/g, '');
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const fraction = digits.slice(exponent + 1);
  return fraction === '' ? sign + whole : `${sign}${whole}.${fraction}`;
}

const TAG_PREFIX = 'tag:yaml.org,2002:';

/** `!!int` and `!<tag:yaml.org,2002:int>` → `int`; undefined for tags that are not YAML's own. */
export function standardTag(tag: string): string | undefined {
  if (tag.startsWith('!!')) return tag.slice(2);
  if (tag.startsWith(`!<${TAG_PREFIX}`) && tag.endsWith('>')) return tag.slice(2 + TAG_PREFIX.length, -1);
  return undefined;
}

/** The value of a scalar with a tag (resolve.go). Tags that are not YAML's own leave the text as it is. */
export function resolveTaggedScalar(tag: string, text: string): YamlScalar {
  const name = standardTag(tag);
  switch (name) {
    case 'str':
    case undefined:
      return text;
    case 'null':
    case 'bool':
    case 'int':
    case 'float': {
      const value = resolvePlainScalar(text);
      if (fitsTag(name, text, value)) return value;
      throw new YamlScalarError(`cannot read ${JSON.stringify(text)} as !!${name}`);
    }
    case 'timestamp':
      // Stays text, as the reader turns it into JSON.
      if (timestamp.test(text)) return text;
      throw new YamlScalarError(`cannot read ${JSON.stringify(text)} as !!timestamp`);
    case 'binary':
      return decodeBase64(text);
    default:
      return text;
  }
}

/** The key that a scalar with a tag stands for. */
export function resolveTaggedKey(tag: string, text: string): string {
  const name = standardTag(tag);
  const isFloat = name === 'float' ? notFinite.get(text) : undefined;
  if (isFloat !== undefined) return floatKey(isFloat);
  const value = resolveTaggedScalar(tag, text);
  if (typeof value === 'string') return value;
  return name === 'float' && typeof value === 'number' ? floatKey(value) : resolvePlainKey(text);
}

const timestamp =
  /^\d{4}-\d{1,2}-\d{1,2}(?:(?:[Tt]| +)\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?(?:[Zz]|[-+]\d\d:\d\d)?)?$/;

function fitsTag(name: 'null' | 'bool' | 'int' | 'float', text: string, value: YamlScalar): boolean {
  switch (name) {
    case 'null':
      return value === null;
    case 'bool':
      return typeof value === 'boolean';
    case 'int':
      return (
        typeof value === 'number' &&
        text.charAt(0) !== '.' &&
        readInteger(text.replaceAll('_', '')) !== undefined
      );
    case 'float':
      return typeof value === 'number';
  }
}

function decodeBase64(text: string): string {
  const compact = text.replace(/[\r\n]/g, '');
  if (compact.length % 4 !== 0 || /\s/.test(compact))
    throw new YamlScalarError('!!binary value is no base64');
  try {
    const bytes = Uint8Array.from(atob(compact), (character) => character.charCodeAt(0));
    return new TextDecoder('utf-8').decode(bytes);
  } catch {
    throw new YamlScalarError('!!binary value is no base64');
  }
}
