import { isIP } from 'node:net';
import { z } from 'zod';
import type { ValueType } from './setting.js';

function valueType<T>(allowed: string, read: (text: string) => T | undefined): ValueType<T> {
  const schema = z.string().transform((text, context) => {
    const value = read(text.trim());
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: allowed });
    return z.NEVER;
  });
  return { schema, allowed };
}

/** Any text that is not empty. */
export function text(allowed = 'text that is not empty'): ValueType<string> {
  return valueType(allowed, (value) => (value === '' ? undefined : value));
}

/** Text that a regular expression matches as a whole. */
export function matching(pattern: RegExp, allowed: string): ValueType<string> {
  return valueType(allowed, (value) => (pattern.test(value) ? value : undefined));
}

/** A whole number in decimal notation, bounds included. */
export function integer(min: number, max: number): ValueType<number> {
  return valueType(`a whole number from ${min} to ${max}`, (value) => {
    if (!/^-?\d{1,15}$/.test(value)) return undefined;
    const number = Number(value);
    return number >= min && number <= max ? number : undefined;
  });
}

/** `true` or `false`. */
export function flag(): ValueType<boolean> {
  return valueType('true or false', (value) =>
    value === 'true' ? true : value === 'false' ? false : undefined,
  );
}

/** One of a fixed list of words. */
export function oneOf<const T extends string>(...words: readonly T[]): ValueType<T> {
  return valueType(`one of ${words.join(', ')}`, (value) => words.find((word) => word === value));
}

const durationUnits = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A duration such as `500ms`, `30s`, `15m`, `12h` or `90d`; read to milliseconds. Bounds are included. */
export function duration(min: string, max: string): ValueType<number> {
  const [least, most] = [milliseconds(min), milliseconds(max)];
  if (least === undefined || most === undefined) throw new TypeError(`not durations: ${min}, ${max}`);
  return valueType(`a duration from ${min} to ${max}, with the unit ms, s, m, h or d`, (value) => {
    const read = milliseconds(value);
    return read !== undefined && read >= least && read <= most ? read : undefined;
  });
}

function milliseconds(value: string): number | undefined {
  const [, digits, unit] = /^(\d{1,9})(ms|s|m|h|d)$/.exec(value) ?? [];
  const factor = Object.entries(durationUnits).find(([name]) => name === unit)?.[1];
  return factor === undefined ? undefined : Number(digits) * factor;
}

const sizeUnits = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 } as const;

/** A size such as `512KiB` or `16MiB`; read to bytes. Bounds are included. */
export function size(min: string, max: string): ValueType<number> {
  const [least, most] = [bytes(min), bytes(max)];
  if (least === undefined || most === undefined) throw new TypeError(`not sizes: ${min}, ${max}`);
  return valueType(`a size from ${min} to ${max}, with the unit B, KiB, MiB or GiB`, (value) => {
    const read = bytes(value);
    return read !== undefined && read >= least && read <= most ? read : undefined;
  });
}

function bytes(value: string): number | undefined {
  const [, digits, unit] = /^(\d{1,9})(B|KiB|MiB|GiB)$/.exec(value) ?? [];
  const factor = Object.entries(sizeUnits).find(([name]) => name === unit)?.[1];
  return factor === undefined ? undefined : Number(digits) * factor;
}

/** A URL of one of the schemes; `example` is shown in the report of mistakes. */
export function url(schemes: readonly string[], example: string): ValueType<string> {
  const allowed = `a URL like ${example}`;
  return valueType(allowed, (value) => {
    const parsed = URL.parse(value);
    if (parsed === null || parsed.hostname === '') return undefined;
    return schemes.includes(parsed.protocol.slice(0, -1)) ? value : undefined;
  });
}

/** A comma-separated list without duplicates; spaces around items are dropped. */
export function list<T extends string | number | boolean>(
  item: ValueType<T>,
  max: number,
): ValueType<readonly T[]> {
  return valueType(
    `a comma-separated list of 1 to ${max}, without repetition, each ${item.allowed}`,
    (value) => {
      const items: T[] = [];
      for (const part of value.split(',')) {
        const read = item.schema.safeParse(part);
        if (!read.success || items.includes(read.data)) return undefined;
        items.push(read.data);
      }
      return items.length > max ? undefined : items;
    },
  );
}

const hostPort = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]):(\d{1,5})$/;

/** `host:port`, with IPv6 addresses in brackets. */
export function hostAndPort(): ValueType<string> {
  return valueType('host:port', (value) => {
    const port = Number(hostPort.exec(value)?.[1] ?? 0);
    return port >= 1 && port <= 65_535 ? value : undefined;
  });
}

/** A network in CIDR notation, such as `10.0.0.0/8` or `fd00::/8`. */
export function network(): ValueType<string> {
  return valueType('a network like 10.0.0.0/8', (value) => {
    const [, address = '', prefix = ''] = /^([0-9a-fA-F.:]+)\/(\d{1,3})$/.exec(value) ?? [];
    const family = isIP(address);
    return family === 0 || Number(prefix) > (family === 4 ? 32 : 128) ? undefined : value;
  });
}
