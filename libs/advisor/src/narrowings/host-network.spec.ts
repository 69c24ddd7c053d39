import { describe, expect, it } from 'vitest';

import { narrowed } from '../../../../test/data/advisor/narrowed.js';
import { LOSSY, seen } from '../../../../test/data/advisor/observed.js';

const before = { spec: { hostNetwork: true } };
const watched = ['listen', 'connect', 'raw-socket', 'unix-connect'] as const;
const left = (items: Parameters<typeof seen>[0][], more: object = {}, container: object = {}) =>
  narrowed({
    before,
    after: { container: { ...container } },
    observed: { items: items.map((item) => seen(item)), watched, ...more },
  });
const listen = { dimension: 'listen', protocol: 'tcp', address: '0.0.0.0', port: 8080, hostNetwork: true };
const connect = { dimension: 'connect', protocol: 'tcp', peer: 'loopback', port: 2379, hostNetwork: true };
const rest = 'passes runtime host-network-otherwise-not-used';

describe('a pod that leaves the network of the node', () => {
  it('passes if it did nothing there', () => {
    expect(left([])).toEqual(['passes runtime host-network-not-used']);
  });
  it('breaks for a listen on an address of the node', () => {
    expect(left([listen])).toEqual(['breaks runtime node-listen-in-use', rest]);
  });
  it('is at risk for a listen that a hostPort replaces', () => {
    expect(left([listen], {}, { ports: [{ containerPort: 8080, hostPort: 8080 }] })).toEqual([
      'at-risk runtime listen-replaced-by-host-port',
      rest,
    ]);
  });
  it('breaks for a hostPort of another protocol', () => {
    expect(left([listen], {}, { ports: [{ containerPort: 8080, hostPort: 8080, protocol: 'UDP' }] })).toEqual(
      ['breaks runtime node-listen-in-use', rest],
    );
  });
  it('is at risk for a listen on the loopback of the node', () => {
    expect(left([{ ...listen, address: '127.0.0.1' }])).toEqual(['at-risk runtime loopback-listen', rest]);
  });
  it('ignores a listen that was seen in a network of its own', () => {
    expect(left([{ ...listen, hostNetwork: false }])).toEqual(['passes runtime host-network-not-used']);
  });
  it('breaks for a peer on loopback that no container of the pod serves', () => {
    expect(left([connect])).toEqual(['breaks runtime node-loopback-in-use', rest]);
  });
  it('does not for one that the pod serves itself', () => {
    expect(left([connect, { ...listen, address: '127.0.0.1', port: 2379 }])).toEqual([
      'at-risk runtime loopback-listen',
      rest,
    ]);
  });
  it('is at risk for connections to others', () => {
    expect(left([{ ...connect, peer: 'external', port: 443 }])).toEqual([
      'at-risk runtime network-identity-changes',
    ]);
  });
  it.each([
    [
      'a packet socket',
      { dimension: 'raw-socket', family: 'AF_PACKET', type: 'SOCK_RAW' },
      'packet-socket-in-use',
    ],
    [
      'NET_ADMIN',
      { dimension: 'capability', capability: 'NET_ADMIN', granted: true, uid: 0 },
      'node-network-administration',
    ],
    [
      'an abstract socket of the node',
      { dimension: 'unix-connect', path: '@/containerd', inside: false },
      'abstract-socket-in-use',
    ],
  ])('breaks for %s', (_, item, reason) => {
    expect(left([item])).toEqual([`breaks runtime ${reason}`, rest]);
  });
  it('is at risk where nobody watched', () => {
    expect(left([], { watched: ['listen'] })).toEqual(['at-risk runtime no-evidence']);
  });
  it('is at risk where observations were lost', () => {
    expect(left([], { coverage: LOSSY })).toEqual(['at-risk runtime weak-evidence']);
  });
});
