import { describe, expect, it } from 'vitest';
import type { ValueType } from './setting.js';
import { duration, flag, hostAndPort, integer, list, oneOf, size, url } from './value-types.js';

function read<T>(type: ValueType<T>, text: string): T | 'refused' {
  const result = type.schema.safeParse(text);
  return result.success ? result.data : 'refused';
}

describe('value types', () => {
  it.each<[string, ValueType<unknown>, string, unknown]>([
    ['a whole number', integer(-1, 10), '10', 10],
    ['a negative whole number', integer(-1, 10), '-1', -1],
    ['no number above the bound', integer(-1, 10), '11', 'refused'],
    ['no number below the bound', integer(-1, 10), '-2', 'refused'],
    ['no fraction', integer(-1, 10), '1.5', 'refused'],
    ['no exponent', integer(-1, 1e9), '1e3', 'refused'],
    ['no hexadecimal', integer(-1, 100), '0x10', 'refused'],
    ['a duration', duration('1s', '1d'), '90m', 5_400_000],
    ['the longest duration', duration('1s', '1d'), '1d', 86_400_000],
    ['no longer one', duration('1s', '1d'), '25h', 'refused'],
    ['no duration without unit', duration('1s', '1d'), '90', 'refused'],
    ['no fraction of a duration', duration('1s', '1d'), '1.5h', 'refused'],
    ['a size', size('1B', '1GiB'), '512KiB', 524_288],
    ['no size in powers of ten', size('1B', '1GiB'), '512KB', 'refused'],
    ['a flag', flag(), 'false', false],
    ['no other word for a flag', flag(), '0', 'refused'],
    ['one of the words', oneOf('a', 'b'), ' b ', 'b'],
    ['no other word', oneOf('a', 'b'), 'B', 'refused'],
    ['a URL of the scheme', url(['redis', 'rediss'], 'x'), 'rediss://h:1/2', 'rediss://h:1/2'],
    ['no URL of another scheme', url(['redis'], 'x'), 'http://h', 'refused'],
    ['no URL without host', url(['redis'], 'x'), 'redis:', 'refused'],
    ['a broker', hostAndPort(), 'kafka-1.example.com:9092', 'kafka-1.example.com:9092'],
    ['a broker with an IPv6 address', hostAndPort(), '[::1]:9092', '[::1]:9092'],
    ['no broker without port', hostAndPort(), 'kafka-1', 'refused'],
    ['no broker with port 0', hostAndPort(), 'kafka-1:0', 'refused'],
    ['no broker with a port that there is not', hostAndPort(), 'kafka-1:65536', 'refused'],
    ['no broker with a scheme', hostAndPort(), 'kafka://kafka-1:9092', 'refused'],
    ['a list', list(hostAndPort(), 2), 'a:1, b:2', ['a:1', 'b:2']],
    ['no list that is too long', list(hostAndPort(), 2), 'a:1,b:2,c:3', 'refused'],
    ['no list with a repetition', list(hostAndPort(), 2), 'a:1,a:1', 'refused'],
    ['no list with an empty item', list(hostAndPort(), 2), 'a:1,', 'refused'],
  ])('read %s', (_, type, text, expected) => {
    expect(read(type, text)).toEqual(expected);
  });
});
