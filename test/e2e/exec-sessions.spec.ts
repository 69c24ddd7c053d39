import { workloadId } from '#libs/persistence';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { auditSession, auditUse } from '../fixtures/audit-events.js';
import { compareText, dimensionNames } from '#libs/events';
import { TestAgent, uses } from '../fixtures/runtime-events.js';
import { data } from './answers.js';
import { plainDeployment } from './manifests.js';
import { startTestService, type TestService } from './service.js';

let service: TestService;
beforeAll(async () => {
  service = await startTestService({}, { worker: false });
  await observe();
});
afterAll(() => service.stop());

const id = workloadId({ cluster: 'prod', namespace: 'shop', kind: 'Deployment', name: 'plain' });
const path = { id };
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
  for (const body of events)
    await data(service.client('agent').POST('/api/v1/runtime-events', { body }), 202);
}

/** The capabilities that a policy generated from what was observed takes away. */
async function dropped(): Promise<readonly string[]> {
  const { policies } = await data(
    service.client('editor').POST('/api/v1/policies/generate', {
      body: {
        manifests: plainDeployment,
        cluster: 'prod',
        basis: 'runtime',
        mutations: 'allow-with-evidence',
      },
    }),
    200,
  );
  const dropping = z.object({
    spec: z.object({ requiredDropCapabilities: z.array(z.string()).default([]) }),
  });
  return policies.flatMap(({ policy }) => dropping.parse(policy).spec.requiredDropCapabilities);
}

async function capabilities(): Promise<Record<string, string>> {
  const { containers } = await data(
    service.client('viewer').GET('/api/v1/workloads/{id}/profile', { params: { path } }),
  );
  return Object.fromEntries(
    containers.flatMap(({ items }) =>
      items.flatMap(({ item }) => (item.dimension === 'capability' ? [[item.capability, item.origin]] : [])),
    ),
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
    await data(
      service.client('agent').POST('/api/v1/clusters/{cluster}/runtime-events', {
        params: { path: { cluster: 'prod' } },
        body: list,
      }),
      202,
    );
    expect(await capabilities()).toEqual({ CHOWN: 'container', NET_RAW: 'interactive' });
    expect(await dropped()).toEqual([...before, 'NET_RAW'].sort(compareText));
  });

  it('is listed at the workload, with who it was, in pages', async () => {
    const interactions = (query: { from?: string }) =>
      data(service.client('viewer').GET('/api/v1/workloads/{id}/interactions', { params: { path, query } }));
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
    expect(await interactions({})).toEqual({ items: [found] });
    expect(await interactions({ from: '2026-03-05' })).toEqual({ items: [] });
  });

  it('stands beside what its service account asked of the API server', async () => {
    const moment = '2026-03-04T11:00:00.000000000Z';
    const shared = { serviceAccount: 'web', apiGroup: '', first: moment, last: moment, days: 1 };
    const list = { ...shared, resource: 'configmaps', verb: 'list', allowed: 1, refused: 0 };
    const get = { ...shared, resource: 'secrets', verb: 'get', allowed: 0, refused: 1 };
    const uses = (cursor: { cursor?: string }) =>
      data(
        service.client('viewer').GET('/api/v1/workloads/{id}/service-account-uses', {
          params: { path, query: { limit: 1, ...cursor } },
        }),
      );
    const { items, next = '' } = await uses({});
    expect(items).toEqual([list]);
    expect(await uses({ cursor: next })).toEqual({ items: [get] });
  });

  it.each(['interactions', 'service-account-uses'] as const)(
    'answers 404 and 422 where %s can not be',
    async (what) => {
      const ask = (of: string, query: { cursor?: string; from?: string; to?: string } = {}) =>
        service
          .client('viewer')
          .GET(`/api/v1/workloads/{id}/${what}`, { params: { path: { id: of }, query } });
      const asked = [
        ask('00000000-0000-4000-8000-000000000000'),
        ask(id, { cursor: 'abc' }),
        ask(id, { from: '2026-03-02', to: '2026-03-01' }),
      ];
      const answers = await Promise.all(asked);
      expect(answers.map(({ response }) => response.status)).toEqual([404, 422, 422]);
    },
  );
});
