import { describe, expect, it } from 'vitest';

import { narrowed } from '../../../../test/data/advisor/narrowed.js';
import { LOSSY, seen } from '../../../../test/data/advisor/observed.js';

const before = { spec: { securityContext: { sysctls: [{ name: 'net.core.somaxconn', value: '1024' }] } } };

describe('a sysctl that the pod no longer sets', () => {
  it('breaks what writes it itself', () => {
    const write = seen({ dimension: 'sysctl', sysctl: 'net.core.somaxconn' });
    expect(narrowed({ before, after: {}, observed: { items: [write] } })).toEqual([
      'breaks runtime sysctl-write-in-use',
    ]);
  });
  it.each([
    ['another is written', { items: [seen({ dimension: 'sysctl', sysctl: 'net.core.other' })] }],
    ['none is written', { watched: ['sysctl'] as const }],
    ['nobody watched', {}],
    ['observations were lost', { watched: ['sysctl'] as const, coverage: LOSSY }],
  ])('is at risk if %s: that the value matters can not be seen', (_, observed) => {
    expect(narrowed({ before, after: {}, observed })).toEqual(['at-risk runtime sysctl-removed']);
  });
});
