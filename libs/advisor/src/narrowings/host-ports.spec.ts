import { describe, expect, it } from 'vitest';

import { narrowed } from '../../../../test/data/advisor/narrowed.js';
import { LOSSY, seen } from '../../../../test/data/advisor/observed.js';

const container = { ports: [{ containerPort: 80, hostPort: 8080 }] };
const listen = seen({
  dimension: 'listen',
  protocol: 'tcp',
  address: '0.0.0.0',
  port: 80,
  hostNetwork: false,
});

describe('a host port that is removed', () => {
  it.each([
    ['nothing was observed', {}],
    ['the container was seen to listen', { items: [listen], watched: ['listen'] as const }],
    ['the container was never seen to listen', { watched: ['listen'] as const }],
    ['observations were lost', { watched: ['listen'] as const, coverage: LOSSY }],
  ])('is at risk if %s: clients that come through the node are invisible', (_, observed) => {
    expect(narrowed({ before: { container }, after: {}, observed })).toEqual([
      'at-risk runtime host-port-removed',
    ]);
  });
  it('has no effect on the network of the node', () => {
    const spec = { hostNetwork: true };
    expect(narrowed({ before: { container, spec }, after: { spec } })).toEqual([
      'passes runtime host-port-without-effect',
    ]);
  });
  it('is at risk on the network of the node if it had a name', () => {
    const spec = { hostNetwork: true };
    const named = { ports: [{ containerPort: 80, hostPort: 80, name: 'http' }] };
    expect(narrowed({ before: { container: named, spec }, after: { spec } })).toEqual([
      'at-risk runtime named-port-removed',
    ]);
  });
});
