import { applyRetention, createDataSource, rows, workloadId } from '#libs/persistence';
import { loadConfig } from '#libs/platform';
import { itemBounds } from '#libs/profiles';
import { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { auditSession, auditUse } from '../../../test/fixtures/audit-events.js';
import { TestAgent, uses } from '../../../test/fixtures/runtime-events.js';
import { createDatabase } from '../../../test/services/index.js';
import { IngestionMetrics } from './ingestion-metrics.js';
import type { PipelineParts } from './pipeline.js';
import { listInteractions, listServiceAccountUses } from './profiles/audit-uses.js';
import { readProfiles } from './profiles/read-profiles.js';
import { RequestIngestion } from './requests/request-ingestion.js';
import { ingestionRetention } from './retention.js';
import { byName } from './workload-resolver.js';

let dataSource: DataSource;
let parts: PipelineParts;

beforeAll(async () => {
  const config = loadConfig({ DATABASE_URL: await createDatabase() });
  dataSource = await createDataSource(config.database).initialize();
  parts = {
    dataSource,
    resolver: byName,
    settings: config,
    metrics: new IngestionMetrics(new Registry()),
    now: () => new Date('2026-03-04T00:00:00Z'),
  };
});
beforeEach(async () => {
  await dataSource.query(
    `TRUNCATE workloads, runtime_observations, runtime_watches, runtime_interactions, runtime_service_account_uses CASCADE`,
  );
});
afterAll(() => dataSource.destroy());

const send = (json: object, service = new RequestIngestion(parts)) =>
  service.ingest({ json }, undefined, { cluster: 'prod' });

const workload = { cluster: 'prod', namespace: 'shop', kind: 'Deployment', name: 'web' };
const pod = 'web-7d9c5-x2z4q';
const at = (clock: string, day = '01') => `2026-03-${day}T${clock}Z`;

/** Each of these capabilities is used at these times, first and last. */
function observed(capabilities: Readonly<Record<string, readonly [string, string]>>, name = pod): object {
  const observations = Object.entries(capabilities).map(([capability, [first, last]]) =>
    uses(capability, { first, last }),
  );
  return new TestAgent().event(
    [{ pod: name, owner: { kind: 'ReplicaSet', name: 'web-7d9c5' }, observations }],
    { sentAt: at('12:00:00') },
  );
}

async function capabilities(window = {}): Promise<Record<string, string>> {
  const profiles = await readProfiles(dataSource, [workload], window, itemBounds(2000));
  const items = profiles.get('prod/shop/Deployment/web')?.containers.flatMap((each) => each.items) ?? [];
  return Object.fromEntries(
    items.map(({ item }) => [item.dimension === 'capability' ? item.capability : '', item.origin]),
  );
}

const interactions = (after?: readonly [string, string, string, string], limit = 100) =>
  listInteractions(dataSource, workloadId(workload), {}, { after, limit });
const accountUses = () =>
  listServiceAccountUses(dataSource, workloadId(workload), {}, { after: undefined, limit: 1_000 });

describe('sessions in pods', () => {
  const session = (more = {}) =>
    auditSession({ pod, container: 'nginx', from: at('10:00:00'), to: at('10:05:00'), ...more });

  it('are kept by pod, container, kind and day, with who they were', async () => {
    await send(observed({ CHOWN: [at('09:00:00'), at('09:00:00')] }));
    await send([
      session(),
      session({ user: 'joe', from: at('11:00:00'), to: at('11:00:01') }),
      session({ subresource: 'portforward', container: undefined }),
      session({ from: at('23:59:00', '01'), to: at('00:01:00', '02') }),
      session({ pod: 'other-0' }),
    ]);
    const nginx = { pod, container: 'nginx', kind: 'exec' };
    const later = {
      ...nginx,
      day: '2026-03-02',
      count: 1,
      first: '2026-03-01T23:59:00.000000000Z',
      last: '2026-03-02T00:01:00.000000000Z',
      users: ['jane'],
    };
    const forwarded = {
      pod,
      container: '',
      kind: 'port-forward',
      day: '2026-03-01',
      count: 1,
      first: '2026-03-01T10:00:00.000000000Z',
      last: '2026-03-01T10:05:00.000000000Z',
      users: ['jane'],
    };
    const earlier = {
      ...nginx,
      day: '2026-03-01',
      count: 2,
      first: '2026-03-01T10:00:00.000000000Z',
      last: '2026-03-01T11:00:01.000000000Z',
      users: ['jane', 'joe'],
    };
    expect(await interactions()).toEqual([later, forwarded, earlier]);
    expect(await interactions(undefined, 1)).toEqual([later]);
    expect(await interactions(['2026-03-02', pod, 'nginx', 'exec'])).toEqual([forwarded, earlier]);
  });

  it('count each though their users gave them the same id, also a long one', async () => {
    await send(observed({}));
    for (const auditID of ['mine', 'm'.repeat(600)]) {
      const one = { ...session(), auditID };
      const other = { ...session({ from: at('11:00:00'), to: at('11:01:00') }), auditID };
      expect(await send([one, other, one])).toEqual({ events: 3, duplicates: 1, observations: 0 });
      expect(await send([other])).toEqual({ events: 1, duplicates: 1, observations: 0 });
    }
    expect(await interactions()).toMatchObject([{ kind: 'exec', count: 4 }]);
  });

  it('count once, however often they are sent, and by whichever process', async () => {
    await send(observed({}));
    const one = session();
    const receipts = await Promise.all(
      Array.from({ length: 6 }, () => send([one, one], new RequestIngestion(parts))),
    );
    expect(receipts.reduce((sum, { events, duplicates }) => sum + events - duplicates, 0)).toBe(1);
    expect((await interactions()).map(({ count }) => count)).toEqual([1]);
  });

  it('that were refused are not kept', async () => {
    await send(observed({}));
    await send(session({ code: 403 }));
    expect(await interactions()).toEqual([]);
  });

  it('of many users and many sessions are bounded, and it does not matter in which order they come', async () => {
    const many = Array.from({ length: 100 }, (_, n) =>
      session({
        user: `user-${String(n).padStart(3, '0')}`,
        from: `2026-03-01T10:00:00.${String(n).padStart(3, '0')}Z`,
      }),
    );
    const stored = () =>
      rows(
        dataSource,
        z.object({ count: z.string(), users: z.array(z.string()), sessions: z.string() }),
        `SELECT count::text, users, sessions::text FROM runtime_interactions`,
      );
    await send(many);
    const [whole] = await stored();
    await dataSource.query(`TRUNCATE runtime_interactions, ingestion_event_ids`);
    for (let part = 9; part >= 0; part -= 1) await send(many.filter((_, n) => n % 10 === part));
    expect(await stored()).toEqual([whole]);
    expect([whole?.count, whole?.users.length, whole?.users[15]]).toEqual(['100', 16, 'user-015']);
    expect(whole?.sessions.split('","')).toHaveLength(64);
  });
});

describe('what a container was seen to do only while somebody was inside', () => {
  const inside = () =>
    observed({
      CHOWN: [at('09:00:00'), at('09:00:00')],
      SYS_ADMIN: [at('10:01:00'), at('10:02:00')],
      NET_RAW: [at('10:03:00'), at('11:00:00')],
    });
  const session = (more = {}) =>
    auditSession({ pod, container: 'nginx', from: at('10:00:00'), to: at('10:05:00'), ...more });
  const expected = { CHOWN: 'container', NET_RAW: 'container', SYS_ADMIN: 'interactive' };

  it('is marked interactive, whichever of the two comes first', async () => {
    await send(inside());
    expect(await capabilities()).toEqual({ ...expected, SYS_ADMIN: 'container' });
    await send(session());
    expect(await capabilities()).toEqual(expected);
    expect(await capabilities({ from: '2026-03-01', to: '2026-03-01' })).toEqual(expected);
    await dataSource.query(
      `TRUNCATE workloads, runtime_observations, runtime_watches, runtime_interactions CASCADE`,
    );
    await send(session());
    await send(inside());
    expect(await capabilities()).toEqual(expected);
  });

  it.each([
    ['another pod', { pod: 'web-7d9c5-other' }],
    ['another container', { container: 'sidecar' }],
    ['another namespace', { namespace: 'bank' }],
    ['a way that starts nothing inside', { subresource: 'portforward' }],
    ['a moment', { from: at('10:05:00') }],
    ['a request that was refused', { code: 403 }],
  ])('stays of the workload where the session was of %s', async (_, more) => {
    await send(inside());
    await send(session(more));
    expect(await capabilities()).toEqual({ ...expected, SYS_ADMIN: 'container' });
  });

  it('stays of the workload where another pod does it as well', async () => {
    await send(inside());
    await send(session());
    await send(observed({ SYS_ADMIN: [at('10:01:00'), at('10:01:00')] }, 'web-7d9c5-bbbbb'));
    expect(await capabilities()).toEqual({ ...expected, SYS_ADMIN: 'container' });
  });

  it('becomes of the workload when it is done without anybody inside later', async () => {
    await send(inside());
    await send(session());
    const later = observed({ SYS_ADMIN: [at('11:30:00'), at('11:30:00')] });
    await send(later);
    expect(await capabilities()).toEqual({ ...expected, SYS_ADMIN: 'container' });
  });

  it('may go over midnight', async () => {
    await send(inside());
    const midnight = new TestAgent().event(
      [
        {
          pod,
          owner: { kind: 'ReplicaSet', name: 'web-7d9c5' },
          observations: [uses('SYS_TIME', { count: 2, first: at('23:59:30'), last: at('00:00:30', '02') })],
        },
      ],
      { sentAt: at('00:10:00', '02') },
    );
    await send(midnight);
    await send(session({ from: at('23:59:00'), to: at('00:05:00', '02') }));
    expect((await capabilities())['SYS_TIME']).toBe('interactive');
  });
});

describe('what service accounts asked for', () => {
  it('is kept by kind of request, and is found at the workload whose pods asked', async () => {
    await send(observed({}));
    await send([
      auditUse({ pod }),
      auditUse({ pod, at: at('09:00:00', '02') }),
      auditUse({ pod, code: 403, verb: 'delete', resource: 'secrets' }),
      auditUse({ pod: 'other-0', verb: 'watch' }),
      auditUse({ verb: 'get' }),
    ]);
    const use = { serviceAccount: 'web', apiGroup: '' };
    const moment = '2026-03-01T10:20:00.000000000Z';
    expect(await accountUses()).toEqual([
      {
        ...use,
        resource: 'configmaps',
        verb: 'list',
        allowed: 2,
        refused: 0,
        first: moment,
        last: '2026-03-02T09:00:00.000000000Z',
        days: 2,
      },
      {
        ...use,
        resource: 'secrets',
        verb: 'delete',
        allowed: 0,
        refused: 1,
        first: moment,
        last: moment,
        days: 1,
      },
    ]);
  });

  it('is found at a workload with few pods, though those of others that use the account are many', async () => {
    await send(observed({}));
    const letters = 'bcdfghjklmnpqrstvwxz2456789';
    const many = Array.from({ length: 1_200 }, (_, n) => {
      const end = [n % 27, Math.floor(n / 27) % 27, Math.floor(n / 729)].map((at) => letters[at]).join('');
      return auditUse({ pod: `agent-${end}bb`, verb: 'list' });
    });
    await send(many.slice(0, 600));
    await send(auditUse({ pod, verb: 'list' }));
    await send(many.slice(600));
    expect(await accountUses()).toMatchObject([{ verb: 'list', allowed: 1_201 }]);
    expect(
      await dataSource.query(`SELECT cardinality(pods) AS pods FROM runtime_service_account_uses`),
    ).toEqual([{ pods: 11 }]);
  });

  it('of one that asks for everything there could be is bounded, and counted as a whole', async () => {
    await send(observed({}));
    const all = Array.from({ length: 900 }, (_, n) => auditUse({ pod, resource: `things-${n}`, code: 403 }));
    await send(all);
    const found = await accountUses();
    expect(found).toHaveLength(501);
    expect(found.reduce((sum, { refused }) => sum + refused, 0)).toBe(900);
    expect(found.at(-1)).toMatchObject({ apiGroup: '*', resource: '*', verb: '*', refused: 400 });
  });
});

it('goes with its retention, by day', async () => {
  await send([
    auditSession({ pod, from: at('10:00:00', '01'), to: at('10:05:00', '01') }),
    auditSession({ pod, from: at('10:00:00', '03'), to: at('10:05:00', '03') }),
    auditUse({ pod, at: at('10:00:00', '01') }),
    auditUse({ pod, at: at('10:00:00', '03') }),
  ]);
  const day = 86_400_000;
  const rules = ingestionRetention({
    observations: 5 * day,
    deadLetters: day,
    eventIds: day,
    deadLettersRelayed: false,
  });
  await applyRetention(dataSource, rules, { now: new Date('2026-03-08T12:00:00Z') });
  const left = await rows(
    dataSource,
    z.object({ day: z.string() }),
    `SELECT day::text FROM runtime_interactions UNION ALL SELECT day::text FROM runtime_service_account_uses`,
  );
  expect(left).toEqual([{ day: '2026-03-03' }, { day: '2026-03-03' }]);
});
