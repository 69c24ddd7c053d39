import { describe, expect, it } from 'vitest';

import { findingsOf, narrowed } from '../../../../test/data/advisor/narrowed.js';
import { LOSSY, seen, WATCHED } from '../../../../test/data/advisor/observed.js';

const after = { securityContext: { readOnlyRootFilesystem: true } };
const write = (fields: object) =>
  seen({ dimension: 'file', path: '/var/run/app.pid', operation: 'write', place: 'root', ...fields });

describe('a root filesystem that becomes read-only', () => {
  it.each([
    ['a write', write({})],
    ['a change of mode', write({ operation: 'metadata' })],
  ])('breaks %s', (_, item) => {
    expect(narrowed({ after, observed: { items: [item] } })).toEqual([
      'breaks runtime root-filesystem-write',
    ]);
  });
  it.each([
    ['reads', write({ operation: 'read' })],
    ['writes to a volume', write({ place: 'volume', mount: '/var/run' })],
    ['writes to /dev/shm', write({ path: '/dev/shm/x' })],
    ['was refused to write', write({ outcome: 'refused' })],
    ['writes in an interactive session', write({ origin: 'interactive' })],
  ])('lets pass who only %s', (_, item) => {
    expect(narrowed({ after, observed: { items: [item], watched: ['file'] } })).toEqual([
      'passes runtime root-filesystem-not-written',
    ]);
  });
  it('is at risk for a VOLUME of the image', () => {
    expect(narrowed({ after, observed: { items: [write({})], imageVolumes: ['/var/run'] } })).toEqual([
      'at-risk runtime image-volume-write',
    ]);
  });
  it('is at risk where a volume takes the place of what the image has', () => {
    const mounted = {
      ...after,
      spec: { volumes: [{ name: 'run', emptyDir: {} }] },
      container: { volumeMounts: [{ name: 'run', mountPath: '/var/run' }] },
    };
    expect(narrowed({ after: mounted, observed: { items: [write({})] } })).toEqual([
      'at-risk runtime volume-hides-image',
    ]);
  });
  it('is at risk where agents saw only opens, and says so', () => {
    const coverage = { ...WATCHED, partial: true };
    expect(findingsOf({ after, observed: { watched: ['file'], coverage } })).toMatchObject([
      {
        outcome: 'at-risk',
        reason: 'weak-evidence',
        detail:
          'No write to the root filesystem was observed in 60 pod starts on 30 days (at most 9.5 % of further starts may still show it). The evidence is weak, at least moderate is asked for; agents saw only a part of what would show it.',
      },
    ]);
  });
  it('passes on what earlier versions did, and says so', () => {
    const unitsOf = (pods: number) => ({ pods, starts: pods, startDays: pods, ends: pods, days: pods });
    const versions = [
      { templateHash: 'new', ...unitsOf(1) },
      { templateHash: 'old', ...unitsOf(59) },
    ];
    expect(
      findingsOf({ after, observed: { watched: ['file'], coverage: { ...WATCHED, versions } } }),
    ).toMatchObject([
      {
        outcome: 'passes',
        reason: 'root-filesystem-not-written',
        detail:
          'No write to the root filesystem was observed in 60 pod starts, 59 of them of earlier versions, on 30 days (at most 9.5 % of further starts may still show it).',
        evidence: { level: 'moderate', inheritedStarts: 59 },
      },
    ]);
  });
  it('is at risk where nobody watched', () => {
    expect(narrowed({ after })).toEqual(['at-risk runtime no-evidence']);
  });
  it('is at risk where observations were lost', () => {
    expect(narrowed({ after, observed: { watched: ['file'], coverage: LOSSY } })).toEqual([
      'at-risk runtime weak-evidence',
    ]);
  });
});
