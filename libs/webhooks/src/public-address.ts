import { BlockList, isIP } from 'node:net';

type Special = readonly [address: string, prefix: number];

/**
 * What of IPv4 is not the public Internet: the IANA IPv4 Special-Purpose Address Registry (RFC 6890), multicast (RFC 5771)
 * and what is reserved (RFC 1112).
 */
const specialIPv4: readonly Special[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];

/**
 * Of IPv6 only global unicast (2000::/3) is public, but for the special-purpose networks in it (IANA IPv6 Special-Purpose
 * Address Registry): protocol assignments with Teredo, documentation, 6to4, AS112 and SRv6. Everything that carries an
 * IPv4 address within (mapped, NAT64, 6to4, Teredo) is thereby out, whatever that address is.
 */
const specialIPv6: readonly Special[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
];
const globalUnicast: Special = ['2000::', 3];

function blockList(networks: readonly Special[]): BlockList {
  const list = new BlockList();
  for (const [address, prefix] of networks) {
    list.addSubnet(address, prefix, isIP(address) === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
}

const special = blockList([...specialIPv4, ...specialIPv6]);
const unicast = blockList([globalUnicast]);

/** IPv4 addresses in IPv6 clothes, as sockets that speak both show them (RFC 4291, section 2.5.5.2). */
const mapped = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i;
const mappedHex = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i;

function plain(address: string): string {
  const dotted = mapped.exec(address)?.[1];
  if (dotted !== undefined) return dotted;
  const [, high, low] = mappedHex.exec(address) ?? [];
  if (high === undefined || low === undefined) return address;
  const [upper, lower] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return [upper >> 8, upper & 255, lower >> 8, lower & 255].join('.');
}

/**
 * Decides to which addresses webhooks may be delivered: public ones, and those in the given networks, such as `10.0.0.0/8`.
 */
export function addressPolicy(allowed: readonly string[]): (address: string) => boolean {
  const exceptions = blockList(
    allowed.map((network) => {
      const [address = '', prefix] = network.split('/');
      return [address, Number(prefix)];
    }),
  );
  return (given) => {
    // A zone only makes sense for addresses that are not public.
    const [address = ''] = plain(given).split('%');
    const family = isIP(address);
    if (family === 0) return false;
    const name = family === 4 ? 'ipv4' : 'ipv6';
    if (exceptions.check(address, name)) return true;
    if (special.check(address, name)) return false;
    return family === 4 || unicast.check(address, name);
  };
}
