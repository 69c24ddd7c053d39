import type { ResourceRequirements } from './pod.js';

/**
 * Amounts in their canonical form, as the API server stores resources (apimachinery/pkg/api/resource/quantity.go,
 * v0.24.17; SetDefaults_ResourceList in pkg/apis/core/v1/defaults.go, v1.24.17).
 */
const form = /^([+-]?)([0-9]*)\.?([0-9]*)(?:([KMGTPE])i|([numkMGTPE])|[eE]([+-]?[0-9]+))?$/;
const decimalExponents: ReadonlyMap<string, number> = new Map([
  ['n', -9],
  ['u', -6],
  ['m', -3],
  ['', 0],
  ['k', 3],
  ['M', 6],
  ['G', 9],
  ['T', 12],
  ['P', 15],
  ['E', 18],
]);
const decimalSuffixes: ReadonlyMap<number, string> = new Map(
  [...decimalExponents].map(([suffix, exponent]) => [exponent, suffix]),
);
const binarySuffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
/** Beyond these an amount is left as it is written: nobody means it, and computing with it would take long. */
const MAX_EXPONENT = 24;
const MAX_DIGITS = 40;
const MAX_BINARY = (1n << 63n) - 1n;

type Notation = 'decimal' | 'binary' | 'exponent';

/**
 * `1000m` → `1`, `0.5Gi` → `512Mi`, `0.05` → `50m`; fractions below a thousandth are rounded up. What is no quantity,
 * or far too large for one, is returned as it is.
 */
export function canonicalQuantity(value: string | number): string {
  const text = String(value).trim();
  const [, sign = '', whole = '', fraction = '', binary, decimal, exponentText] = form.exec(text) ?? [];
  const digits = whole + fraction;
  if (digits === '' || digits.length > MAX_DIGITS) return text;
  const exponent =
    exponentText === undefined ? (decimalExponents.get(decimal ?? '') ?? 0) : Number(exponentText);
  if (Math.abs(exponent) > MAX_EXPONENT) return text;
  if (isKept(whole.replace(/^0+/, '') || '0', fraction, exponent, binary)) return text;
  const factor = binary === undefined ? 1n : 1n << (10n * BigInt(binarySuffixes.indexOf(`${binary}i`)));
  let thousandths = scaleUp(BigInt(digits) * factor, exponent - fraction.length + 3);
  if (binary !== undefined && thousandths > MAX_BINARY * 1000n) thousandths = MAX_BINARY * 1000n;
  const notation = binary === undefined ? (exponentText === undefined ? 'decimal' : 'exponent') : 'binary';
  const canonical = format(thousandths, notation);
  if (canonical === undefined) return text;
  return sign === '-' && thousandths !== 0n ? `-${canonical}` : canonical;
}

/**
 * What looks canonical at first sight the API server keeps as it was written, a sign or leading zeros included
 * (ParseQuantity): few digits, no zeros to take off, a suffix that fits.
 */
function isKept(number: string, fraction: string, exponent: number, binary: string | undefined): boolean {
  if (binary !== undefined) {
    const power = 10 * binarySuffixes.indexOf(`${binary}i`);
    return (
      fraction === '' &&
      15 - number.length - Math.floor((power * 3) / 10) - 1 >= 0 &&
      Number(number) % 8 !== 0
    );
  }
  const digits = number + fraction;
  const scale = exponent - fraction.length;
  return (
    digits.length <= 18 &&
    scale >= -3 &&
    scale % 3 === 0 &&
    !digits.endsWith('000') &&
    !digits.startsWith('0')
  );
}

/** Times a power of ten, rounded up. */
function scaleUp(amount: bigint, power: number): bigint {
  if (power >= 0) return amount * 10n ** BigInt(power);
  const divisor = 10n ** BigInt(-power);
  return (amount + divisor - 1n) / divisor;
}

function format(thousandths: bigint, notation: Notation): string | undefined {
  if (thousandths === 0n) return '0';
  if (notation === 'binary' && thousandths >= 1_024_000n && thousandths % 1000n === 0n) {
    let mantissa = thousandths / 1000n;
    let times = 0;
    while (mantissa % 1024n === 0n) {
      mantissa /= 1024n;
      times += 1;
    }
    return `${mantissa}${binarySuffixes[times] ?? ''}`;
  }
  let mantissa = thousandths;
  let exponent = -3;
  while (mantissa % 1000n === 0n) {
    mantissa /= 1000n;
    exponent += 3;
  }
  if (notation === 'exponent') return exponent === 0 ? mantissa.toString() : `${mantissa}e${exponent}`;
  const suffix = decimalSuffixes.get(exponent);
  return suffix === undefined ? undefined : `${mantissa}${suffix}`;
}

type ResourceList = NonNullable<ResourceRequirements['limits']>;

/** A list of resources with each amount in canonical form; the very same list if it is so already. */
export function canonicalResources(resources: ResourceList): ResourceList {
  let copy: Record<string, string | number> | undefined;
  for (const [name, amount] of Object.entries(resources)) {
    const canonical = canonicalQuantity(amount);
    if (canonical === amount) continue;
    copy ??= { ...resources };
    Object.defineProperty(copy, name, {
      value: canonical,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return copy ?? resources;
}

/** Limits and requests in canonical form. */
export function canonicalRequirements(requirements: ResourceRequirements): ResourceRequirements {
  const limits = requirements.limits && canonicalResources(requirements.limits);
  const requests = requirements.requests && canonicalResources(requirements.requests);
  if (limits === requirements.limits && requests === requirements.requests) return requirements;
  return {
    ...requirements,
    ...(limits === undefined ? {} : { limits }),
    ...(requests === undefined ? {} : { requests }),
  };
}
