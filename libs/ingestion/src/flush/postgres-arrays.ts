import { MOST_COUNTED } from '#libs/profiles';

/**
 * Arrays for `unnest` as Postgres sends and receives them in binary (array_recv in its arrayfuncs.c): pg passes a Buffer on
 * as it is, where it would quote, escape and join the texts of values.
 */

/** Object ids of types (pg_type.dat). */
const types = { bool: 16, int8: 20, int4: 23, date: 1082, uuid: 2950 } as const;

const headerSize = 20;
/** The UTC day that dates count from, in days of Unix: 2000-01-01. */
const postgresEpoch = 10_957;
const dayInMilliseconds = 86_400_000;

/** `integer[]` */
export function integers(values: ArrayLike<number>): Buffer {
  return arrayOf(types.int4, 4, values.length, (view, at, index) => view.setInt32(at, values[index] ?? 0));
}

/** `boolean[]` */
export function booleans(values: readonly boolean[]): Buffer {
  return arrayOf(types.bool, 1, values.length, (view, at, index) => view.setInt8(at, Number(values[index])));
}

/** `bigint[]` of integers that are not negative; of those that are too large, the largest that counts. */
export function counts(values: ArrayLike<number>): Buffer {
  return arrayOf(types.int8, 8, values.length, (view, at, index) => {
    const value = Math.min(values[index] ?? 0, MOST_COUNTED);
    view.setUint32(at, Math.floor(value / wordSize));
    view.setUint32(at + 4, value % wordSize);
  });
}

/** `date[]`; each `YYYY-MM-DD`. */
export function dates(days: readonly string[]): Buffer {
  const numberOf = perDay((day) => Date.parse(day) / dayInMilliseconds - postgresEpoch);
  return arrayOf(types.date, 4, days.length, (view, at, index) =>
    view.setInt32(at, numberOf(days[index] ?? '')),
  );
}

/** `bigint[]` of nanoseconds since the epoch: of nanoseconds of days. */
export function epochNanoseconds(days: readonly string[], ofDay: ArrayLike<number>): Buffer {
  const startOf = perDay((day) => {
    const start = BigInt(Date.parse(day)) * 1_000_000n;
    return { high: Number(start >> 32n), low: Number(start & 0xffffffffn) };
  });
  return arrayOf(types.int8, 8, days.length, (view, at, index) => {
    const { high, low } = startOf(days[index] ?? '');
    const value = low + (ofDay[index] ?? 0);
    view.setInt32(at, high + Math.floor(value / wordSize));
    view.setUint32(at + 4, value % wordSize);
  });
}

/** `uuid[]` */
export function uuids(list: readonly string[]): Buffer {
  const bytes = Buffer.from(list.join('').replaceAll('-', ''), 'hex');
  if (bytes.length !== list.length * 16) throw new TypeError('not all are UUIDs');
  const from = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return arrayOf(types.uuid, 16, list.length, (view, at, index) => {
    for (let byte = 0; byte < 16; byte += 4) view.setUint32(at + byte, from.getUint32(index * 16 + byte));
  });
}

/** Lists as texts, each an array literal of its own, to be cast to `integer[]` or `text[]`. Of numbers and plain words. */
export function arrayOfLists(values: readonly (readonly (number | string)[])[]): string {
  return `{${values.map((list) => `"{${list.map(literal).join(',')}}"`).join(',')}}`;
}

/** Quoted, as a node or anything else may be called null. */
function literal(value: number | string): number | string {
  return typeof value === 'number' ? value : `\\"${value}\\"`;
}

const wordSize = 2 ** 32;

function arrayOf(
  type: number,
  size: number,
  length: number,
  write: (view: DataView, at: number, index: number) => void,
): Buffer {
  const buffer = Buffer.allocUnsafe(headerSize + length * (4 + size));
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
  view.setInt32(0, 1); // dimensions
  view.setInt32(4, 0); // no nulls
  view.setInt32(8, type);
  view.setInt32(12, length);
  view.setInt32(16, 1); // the first index
  for (let index = 0, at = headerSize; index < length; index += 1, at += 4 + size) {
    view.setInt32(at, size);
    write(view, at + 4, index);
  }
  return buffer;
}

/** Looks at a day once while it stays the same. */
function perDay<T>(find: (day: string) => T): (day: string) => T {
  let last: { readonly day: string; readonly found: T } | undefined;
  return (day) => {
    if (last?.day !== day) last = { day, found: find(day) };
    return last.found;
  };
}
