import { describe, expect, it } from 'vitest';
import { boundTimes, timeBound } from './bound-times.js';
import type { NormalisedEvent, Outcome } from './event-format.js';
import type { Instant } from './instant.js';
import { Interner } from './interner.js';
import { normaliseMessage } from './recognise.js';

const written = '2026-03-01T10:30:00.000000000Z';
const bound = timeBound(Date.parse(written), 300_000);

function message(sentAt: string, ...times: readonly (readonly [string, string])[]): object {
  return {
    schema: 'runtime-events/v1',
    cluster: 'eu',
    node: 'node-1',
    agent: { name: 'agent', version: '1', instance: '3f0b7d5c-6a51-4c53-9a52-0f4b8a1f7d10' },
    sequence: 1,
    sentAt,
    covers: ['syscall'],
    containers: [
      {
        namespace: 'shop',
        pod: { name: 'web-0', uid: 'uid-1' },
        container: { name: 'app' },
        observations: times.map(([first, last]) => ({
          dimension: 'syscall',
          syscall: 'read',
          count: 3,
          first,
          last,
        })),
      },
    ],
  };
}

/** `YYYY-MM-DDTHH:MM:SS` */
function secondOf({ day, nanoseconds }: Instant): string {
  return new Date(Date.parse(day) + nanoseconds / 1e6).toISOString().slice(0, 19);
}

/** The times of events once they are bounded, and how many events were. */
function bounding(decoded: Outcome<readonly NormalisedEvent[]>) {
  let bounded = 0;
  const outcome = boundTimes(decoded, bound, (events) => {
    bounded += events;
  });
  const events = outcome.outcome === 'ok' ? outcome.value : [];
  const times = events.map(({ sentAt, containers }) => [
    sentAt.slice(0, 19),
    ...containers.flatMap(({ observations }) =>
      observations.map(({ first, last }) => `${secondOf(first)} ${secondOf(last)}`),
    ),
  ]);
  return { bounded, times, same: outcome === decoded };
}

const read = (...parts: Parameters<typeof message>) => normaliseMessage(message(...parts), new Interner());

describe('times of events', () => {
  it('are left as they are up to the bound, also those of last week', () => {
    const found = bounding(
      read(
        '2026-03-01T10:35:00Z',
        ['2026-02-20T10:00:00Z', '2026-03-01T10:35:00Z'],
        ['1999-01-01T00:00:00Z', '1999-01-01T00:00:00Z'],
      ),
    );
    expect(found).toEqual({
      bounded: 0,
      same: true,
      times: [
        [
          '2026-03-01T10:35:00',
          '2026-02-20T10:00:00 2026-03-01T10:35:00',
          '1999-01-01T00:00:00 1999-01-01T00:00:00',
        ],
      ],
    });
  });

  it('are that of the message beyond it, each for itself', () => {
    const found = bounding(
      read(
        '2099-01-01T00:00:00Z',
        ['2099-01-01T00:00:00Z', '2099-01-01T00:00:00Z'],
        ['2026-03-01T10:00:00Z', '2026-03-01T10:35:00.000000001Z'],
        ['2026-03-01T10:32:00Z', '2027-03-01T10:36:00Z'],
        ['2026-03-01T10:00:00Z', '2026-03-01T10:34:00Z'],
      ),
    );
    expect(found).toEqual({
      bounded: 1,
      same: false,
      times: [
        [
          '2026-03-01T10:30:00',
          '2026-03-01T10:30:00 2026-03-01T10:30:00',
          '2026-03-01T10:00:00 2026-03-01T10:30:00',
          '2026-03-01T10:30:00 2026-03-01T10:30:00',
          '2026-03-01T10:00:00 2026-03-01T10:34:00',
        ],
      ],
    });
  });

  it('are found in observations of an event that is in time', () => {
    const found = bounding(read('2026-03-01T10:30:00Z', ['2026-03-01T10:00:00Z', '2026-04-01T00:00:00Z']));
    expect(found).toMatchObject({
      bounded: 1,
      times: [['2026-03-01T10:30:00', '2026-03-01T10:00:00 2026-03-01T10:30:00']],
    });
  });

  it('are those of the audit log as well', () => {
    const audit = (at: string) =>
      normaliseMessage(
        {
          kind: 'Event',
          apiVersion: 'audit.k8s.io/v1',
          auditID: 'a-1',
          stage: 'ResponseComplete',
          verb: 'create',
          user: { username: 'jo' },
          objectRef: { resource: 'pods', subresource: 'exec', namespace: 'shop', name: 'web-0' },
          responseStatus: { code: 101 },
          requestReceivedTimestamp: '2026-03-01T10:00:00.000000Z',
          stageTimestamp: at,
        },
        new Interner(),
        { cluster: 'eu' },
      );
    const interactionsOf = (at: string) => {
      const outcome = boundTimes(audit(at), bound, () => undefined);
      return outcome.outcome === 'ok'
        ? outcome.value.flatMap(({ interactions = [] }) => interactions)
        : outcome;
    };
    expect(interactionsOf('2026-03-01T10:20:00.000000Z')).toMatchObject([
      { at: '2026-03-01T10:20:00.000000000Z' },
    ]);
    expect(interactionsOf('2027-03-01T10:20:00.000000Z')).toMatchObject([
      { from: '2026-03-01T10:00:00.000000000Z', at: written },
    ]);
  });

  it('say nothing where there is no event', () => {
    expect(bounding(normaliseMessage({}, new Interner()))).toEqual({ bounded: 0, times: [], same: true });
  });
});
