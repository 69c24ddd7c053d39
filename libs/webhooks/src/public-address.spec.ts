import { describe, expect, it } from 'vitest';
import { addressPolicy } from './public-address.js';

describe('an address that webhooks may be delivered to', () => {
  const isAllowed = addressPolicy([]);

  it.each(['8.8.8.8', '93.184.216.34', '100.63.255.255', '172.32.0.1', '2606:4700::1111', '::ffff:8.8.8.8'])(
    'is a public one: %s',
    (address) => {
      expect(isAllowed(address)).toBe(true);
    },
  );

  it.each([
    ['loopback', '127.0.0.1'],
    ['loopback', '127.255.255.254'],
    ['loopback', '::1'],
    ['loopback in IPv6 clothes', '::ffff:127.0.0.1'],
    ['loopback in IPv6 clothes, in hexadecimal', '::ffff:7f00:1'],
    ['loopback, IPv4-compatible', '::127.0.0.1'],
    ['this host', '0.0.0.0'],
    ['unspecified', '::'],
    ['private', '10.0.0.1'],
    ['private', '172.16.0.1'],
    ['private', '172.31.255.255'],
    ['private', '192.168.1.1'],
    ['private in IPv6 clothes', '::ffff:192.168.1.1'],
    ['private in IPv6 clothes', '::FFFF:10.0.0.1'],
    ['shared by providers', '100.64.0.1'],
    ['link-local, as metadata services have', '169.254.169.254'],
    ['link-local', 'fe80::1'],
    ['link-local with a zone', 'fe80::1%eth0'],
    ['unique local', 'fd00::1'],
    ['site-local', 'fec0::1'],
    ['NAT64 of a private one', '64:ff9b::10.0.0.1'],
    ['NAT64 for local use', '64:ff9b:1::1'],
    ['6to4 of a private one', '2002:a00:1::1'],
    ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
    ['documentation', '192.0.2.1'],
    ['documentation', '2001:db8::1'],
    ['benchmarks', '198.18.0.1'],
    ['multicast', '224.0.0.1'],
    ['multicast', 'ff02::1'],
    ['broadcast', '255.255.255.255'],
    ['reserved', '240.0.0.1'],
    ['no address', ''],
    ['no address', 'localhost'],
    ['no address', '1.2.3'],
  ])('is none that is %s: %s', (_kind, address) => {
    expect(isAllowed(address)).toBe(false);
  });

  it('is any in the networks that are allowed', () => {
    const some = addressPolicy(['10.1.0.0/16', 'fd00::/8', '127.0.0.1/32']);
    expect(['10.1.2.3', '::ffff:10.1.2.3', 'fd12::1', '127.0.0.1'].map(some)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(['10.2.0.1', '127.0.0.2', 'fe80::1'].map(some)).toEqual([false, false, false]);
  });
});
