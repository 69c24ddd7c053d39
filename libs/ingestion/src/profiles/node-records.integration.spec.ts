import { createDataSource } from '#libs/persistence';
import { loadConfig } from '#libs/platform';
import { type Coverage, itemBounds } from '#libs/profiles';
import { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { calls, TestAgent } from '../../../../test/fixtures/runtime-events.js';
import { createDatabase } from '../../../../test/services/index.js';
import { IngestionMetrics } from '../ingestion-metrics.js';
import { RequestIngestion } from '../requests/request-ingestion.js';
import { byName } from '../workload-resolver.js';
import { readProfiles } from './read-profiles.js';

let dataSource: DataSource;
let start: () => RequestIngestion;
let clusters = 0;
let cluster = '';

beforeAll(async () => {
  const settings = loadConfig({ DATABASE_URL: await createDatabase() });
  dataSource = await createDataSource(settings.database).initialize();
  const metrics = new IngestionMetrics(new Registry());
  const now = () => new Date('2026-03-05T00:00:00Z');
  start = () => new RequestIngestion({ dataSource, resolver: byName, settings, metrics, now });
});
beforeEach(() => {
  clusters += 1;
  cluster = `nodes-${clusters}`;
});
afterAll(() => dataSource.destroy());

/** An event of an agent that calls its node so, about the pod `web` or none, and what it lost. */
interface Sent {
  readonly node: string;
  readonly lost: number;
  readonly pod?: string;
  readonly day?: string;
  readonly facts?: object;
}

function eventOf({ node, lost, pod = 'web', day = '2026-03-01', facts }: Sent): object {
  const at = `${day}T10:00:00Z`;
  const observations = [calls('read', { first: at, last: at })];
  return new TestAgent({ cluster, node, covers: ['syscall'] }).event([{ pod, observations }], {
    sentAt: at,
    lost: { syscall: lost },
    ...(facts !== undefined && { nodeFacts: facts }),
  });
}

async function profileOfWeb() {
  const workload = { cluster, namespace: 'shop', kind: 'Pod', name: 'web' };
  const [profile] = (await readProfiles(dataSource, [workload], {}, itemBounds(2_000))).values();
  return profile;
}

async function sentAndLost(): Promise<Pick<Coverage, 'received' | 'lost'> | undefined> {
  const { received, lost } = (await profileOfWeb())?.containers[0]?.coverage.syscall ?? {};
  return received === undefined || lost === undefined ? undefined : { received, lost };
}

describe('what was lost where a pod ran', () => {
  it('is what all agents lost that watched it, by whatever name they call its node', async () => {
    const sent = [
      { node: 'node-17', lost: 1 },
      { node: 'falco-xczjd', lost: 10 },
      { node: 'unknown', lost: 100 },
    ];
    for (const each of sent) await start().ingest({ json: eventOf(each) });
    expect(await sentAndLost()).toEqual({ received: 3, lost: 111 });
  });

  it('is the same whoever comes first, together or one by one', async () => {
    const sent = [
      { node: 'unknown', lost: 100 },
      { node: 'falco-xczjd', lost: 10 },
      { node: 'node-17', lost: 1 },
    ];
    await start().ingest({ json: sent.map(eventOf) });
    expect(await sentAndLost()).toEqual({ received: 3, lost: 111 });
  });

  it('is nothing of what agents lost that did not watch it: elsewhere, or on another day', async () => {
    const sent = [
      { node: 'node-17', lost: 1 },
      { node: 'node-18', lost: 10, pod: 'other' },
      { node: 'node-17', lost: 100, pod: 'other', day: '2026-03-02' },
    ];
    await start().ingest({ json: sent.map(eventOf) });
    expect(await sentAndLost()).toEqual({ received: 1, lost: 1 });
  });

  it('is on each day what was lost on the node that the pod was on then, where the name moved on', async () => {
    const sent = [
      { node: 'node-17', lost: 1 },
      { node: 'node-18', lost: 10, pod: 'other' },
      { node: 'node-18', lost: 100, day: '2026-03-02' },
      { node: 'node-17', lost: 1_000, pod: 'other', day: '2026-03-02' },
    ];
    await start().ingest({ json: sent.map(eventOf) });
    expect(await sentAndLost()).toEqual({ received: 2, lost: 101 });
  });

  it('is what is known by the name that the pod has, where it was watched before names were kept', async () => {
    await start().ingest({ json: eventOf({ node: 'node-17', lost: 1 }) });
    await start().ingest({ json: eventOf({ node: 'unknown', lost: 10 }) });
    await dataSource.query(
      `UPDATE runtime_watches SET nodes = NULL WHERE pod_id IN (SELECT id FROM runtime_pods WHERE cluster = $1)`,
      [cluster],
    );
    expect(await sentAndLost()).toEqual({ received: 1, lost: 1 });
  });

  it('holds a node that is called null', async () => {
    await start().ingest({ json: eventOf({ node: 'null', lost: 5 }) });
    expect(await sentAndLost()).toEqual({ received: 1, lost: 5 });
  });
});

describe('the facts of the node of a pod', () => {
  it('are those that agents told under each name', async () => {
    await start().ingest({
      json: [
        eventOf({ node: 'node-17', lost: 0, facts: { cgroup: 'v2' } }),
        eventOf({ node: 'falco-xczjd', lost: 0, facts: { runtime: 'containerd://2.0.1' } }),
        eventOf({ node: 'node-18', lost: 0, pod: 'other', facts: { cgroup: 'v1' } }),
      ],
    });
    expect((await profileOfWeb())?.nodeFacts).toEqual([{ cgroup: 'v2' }, { runtime: 'containerd://2.0.1' }]);
  });
});
