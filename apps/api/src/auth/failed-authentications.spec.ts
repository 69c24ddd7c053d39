import { describe, expect, it } from 'vitest';
import { FailedAuthentications, networkOf } from './failed-authentications.js';

describe('failed authentications', () => {
  it('of an address are counted until its window ends', () => {
    const failures = new FailedAuthentications(2, 60_000);
    failures.note('192.0.2.1', 0);
    expect(failures.wait('192.0.2.1', 1)).toBeUndefined();
    failures.note('192.0.2.1', 1_000);
    expect(failures.wait('192.0.2.1', 1_500)).toBe(59);
    expect(failures.wait('192.0.2.2', 1_500)).toBeUndefined();
    expect(failures.wait('192.0.2.1', 60_000)).toBeUndefined();
    failures.note('192.0.2.1', 60_000);
    expect(failures.wait('192.0.2.1', 60_001)).toBeUndefined();
  });

  it('of a hundred thousand addresses are forgotten, the first ones first', () => {
    const failures = new FailedAuthentications(1, 60_000);
    for (let n = 0; n < 100_000; n += 1) failures.note(`10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`, n / 10);
    expect(failures.size).toBe(10_000);
    expect(failures.wait('10.0.0.0', 10_000)).toBeUndefined();
    expect(failures.wait('10.1.134.159', 10_000)).toBe(60);
  });

  it('are not counted where there is no limit', () => {
    const failures = new FailedAuthentications(0, 60_000);
    failures.note('192.0.2.1', 0);
    expect([failures.size, failures.wait('192.0.2.1', 1)]).toEqual([0, undefined]);
  });
});

describe('the network that a client has to itself', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['unknown', 'unknown'],
  ])('of %s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
