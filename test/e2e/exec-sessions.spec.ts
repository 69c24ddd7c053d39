import { workloadId } from '#libs/persistence';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { auditSession, auditUse } from '../fixtures/audit-events.js';
import { compareText, dimensionNames } from '#libs/events';
import { TestAgent, uses } from '../fixtures/runtime-events.js';
import { plainDeployment } from './manifests.js';
import { startTestService, type TestService } from './service.js';

let service: TestService;
beforeAll(async () => {
  service = await startTestService({}, { worker: false });
  await observe();
});
afterAll(() => service.stop());

const id = workloadId({ cluster: 'prod', namespace: 'shop', kind: 'Deployment', name: 'plain' });
const workload = `/api/v1/workloads/${id}`;
const days = Array.from({ length: 30 }, (_, n) => `2026-03-${String(n + 1).padStart(2, '0')}`);
const podOf = (day: string) => `plain-7d9c5-${day.slice(8)}bcd`;

/** A month of pods that bind a port; in one of them somebody has a look with tcpdump. */
async function observe(): Promise<void> {
  const agent = new TestAgent({ covers: dimensionNames });
  const events = days.map((day, n) => {
    const at = (clock: string) => ({ first: `${day}T${clock}Z`, last: `${day}T${clock}Z` });
    return agent.event(
      [
        {
          pod: podOf(day),
          owner: { kind: 'ReplicaSet', name: 'plain-7d9c5' },
          container: 'main',
          more: {
            imageUser: '',
            startedAt: `${day}T09:00:00Z`,
            fromStart: true,
            endedAt: `${day}T23:00:00Z`,
          },
          observations: [
            uses('CHOWN', at('09:00:00')),
            ...(n === 3 ? [uses('NET_RAW', at('10:01:00'))] : []),
          ],
        },
      ],
      { sentAt: `${day}T23:30:00Z` },
    );
  });
  await service.request('agent').post('/api/v1/runtime-events').send(events).expect(202);
}

/** The capabilities that a policy generated from what was observed takes away. */
async function dropped(): Promise<readonly string[]> {
  const { body } = await service
    .request('editor')
    .post('/api/v1/policies/generate')
    .send({
      manifests: plainDeployment,
      cluster: 'prod',
      basis: 'runtime',
      mutations: 'allow-with-evidence',
    })
    .expect(200);
  const spec = z.object({ requiredDropCapabilities: z.array(z.string()).default([]) });
  const { policies } = z.object({ policies: z.array(z.object({ policy: z.object({ spec }) })) }).parse(body);
  return policies.flatMap(({ policy }) => policy.spec.requiredDropCapabilities);
}

async function capabilities(): Promise<Record<string, string>> {
  const { body } = await service.request('viewer').get(`${workload}/profile`).expect(200);
  const { containers } = z
    .object({
      containers: z.array(
        z.object({
          items: z.array(z.object({ item: z.object({ capability: z.string(), origin: z.string() }) })),
        }),
      ),
    })
    .parse(body);
  return Object.fromEntries(
    containers.flatMap(({ items }) => items.map(({ item }) => [item.capability, item.origin])),
  );
}

describe('what was done by kubectl exec', () => {
  it('is a need until the audit log tells of the session, and none from then on', async () => {
    expect(await capabilities()).toEqual({ CHOWN: 'container', NET_RAW: 'container' });
    const before = await dropped();
    expect([before.includes('CHOWN'), before.includes('NET_RAW')]).toEqual([false, false]);
    const day = '2026-03-04';
    const list = {
      kind: 'EventList',
      apiVersion: 'audit.k8s.io/v1',
      items: [
        auditSession({
          pod: podOf(day),
          container: 'main',
          from: `${day}T10:00:00Z`,
          to: `${day}T10:05:00Z`,
        }),
        auditUse({ pod: podOf(day), at: `${day}T11:00:00Z` }),
        auditUse({ pod: podOf(day), verb: 'get', resource: 'secrets', at: `${day}T11:00:00Z`, code: 403 }),
      ],
    };
    await service.request('agent').post('/api/v1/clusters/prod/runtime-events').send(list).expect(202);
    expect(await capabilities()).toEqual({ CHOWN: 'container', NET_RAW: 'interactive' });
    expect(await dropped()).toEqual([...before, 'NET_RAW'].sort(compareText));
  });

  it('is listed at the workload, with who it was, in pages', async () => {
    const { body } = await service.request('viewer').get(`${workload}/interactions`).expect(200);
    const found = {
      day: '2026-03-04',
      pod: podOf('2026-03-04'),
      container: 'main',
      kind: 'exec',
      count: 1,
      first: '2026-03-04T10:00:00.000000000Z',
      last: '2026-03-04T10:05:00.000000000Z',
      users: ['jane'],
    };
    expect(body).toEqual({ items: [found] });
    const elsewhere = await service.request('viewer').get(`${workload}/interactions?from=2026-03-05`);
    expect(elsewhere.body).toEqual({ items: [] });
  });

  it('stands beside what its service account asked of the API server', async () => {
    const path = `${workload}/service-account-uses`;
    const moment = '2026-03-04T11:00:00.000000000Z';
    const shared = { serviceAccount: 'web', apiGroup: '', first: moment, last: moment, days: 1 };
    const list = { ...shared, resource: 'configmaps', verb: 'list', allowed: 1, refused: 0 };
    const get = { ...shared, resource: 'secrets', verb: 'get', allowed: 0, refused: 1 };
    const first = await service.request('viewer').get(`${path}?limit=1`).expect(200);
    const { items, next } = z.object({ items: z.array(z.unknown()), next: z.string() }).parse(first.body);
    expect(items).toEqual([list]);
    const second = await service.request('viewer').get(`${path}?limit=1&cursor=${next}`).expect(200);
    expect(second.body).toEqual({ items: [get] });
  });

  it.each(['interactions', 'service-account-uses'])(
    'answers 404 and 422 where %s can not be',
    async (what) => {
      const nobody = '00000000-0000-4000-8000-000000000000';
      const paths = [
        `/api/v1/workloads/${nobody}/${what}`,
        `${workload}/${what}?cursor=abc`,
        `${workload}/${what}?from=2026-03-02&to=2026-03-01`,
      ];
      const statuses: number[] = [];
      for (const path of paths) statuses.push((await service.request('viewer').get(path)).status);
      expect(statuses).toEqual([404, 422, 422]);
    },
  );
});
