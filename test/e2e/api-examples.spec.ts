import { once } from 'node:events';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { type ApiClient, createApiClient, type Schema } from '#libs/client';
import { workloadId } from '#libs/persistence';
import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { load } from 'js-yaml';
import { z } from 'zod';
import { describeApi } from '../../apps/api/src/openapi/describe-api.js';
import { calls, TestAgent, uses } from '../fixtures/runtime-events.js';
import { data, done } from './answers.js';
import { nginxDeployment, plainDeployment } from './manifests.js';
import { Recorder } from './api-recorder.js';
import { startTestService, startWorker, type TestService } from './service.js';

/**
 * A walk through the whole API with the generated client, as a program would use it. What is sent and answered becomes the
 * examples of the OpenAPI document: they are what really happens, and can't fall behind.
 */
let service: TestService;
let recorder: Recorder;
let client: ApiClient;
let receiver: Receiver;
let worker: INestApplicationContext | undefined;

beforeAll(async () => {
  receiver = await startReceiver();
  const environment = { WEBHOOK_ALLOW_HTTP: 'true', WEBHOOK_ALLOWED_NETWORKS: '127.0.0.1/32' };
  service = await startTestService(environment, { worker: false });
  recorder = new Recorder(await describeApi(), new Map([[receiver.url, 'https://hooks.example.com']]));
  client = createApiClient({
    baseUrl: service.url,
    token: service.key('admin'),
    fetch: (request) => recorder.fetch(request),
  });
});
afterAll(async () => {
  await worker?.close();
  await service.stop();
  await receiver.stop();
});

/** Somebody who is told. */
interface Receiver {
  readonly url: string;
  readonly received: number;
  stop(): Promise<void>;
}

async function startReceiver(): Promise<Receiver> {
  let received = 0;
  const server = createServer((request, response) => {
    received += 1;
    request.resume();
    response.writeHead(204).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = z.object({ port: z.int() }).parse(server.address());
  return {
    url: `http://127.0.0.1:${address.port}`,
    get received() {
      return received;
    },
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

const psp = (name: string, spec: object) => ({
  apiVersion: 'policy/v1beta1',
  kind: 'PodSecurityPolicy',
  metadata: { name, labels: { team: 'shop' } },
  spec: {
    privileged: false,
    volumes: ['configMap', 'emptyDir', 'projected', 'secret'],
    runAsUser: { rule: 'RunAsAny' },
    seLinux: { rule: 'RunAsAny' },
    supplementalGroups: { rule: 'RunAsAny' },
    fsGroup: { rule: 'RunAsAny' },
    ...spec,
  },
});
const web = { cluster: 'prod', namespace: 'shop', kind: 'Deployment', name: 'plain' };
const id = workloadId(web);
const ids = { path: { id } };

describe('a walk through the API', () => {
  it('brings manifests and what was observed', async () => {
    await data(
      client.PUT('/api/v1/projects/{project}', {
        params: { path: { project: 'default' } },
        body: { description: 'What belongs to nobody else.' },
      }),
    );
    await data(
      client.POST('/api/v1/projects', {
        body: { name: 'payments', description: 'The team that takes the money.' },
      }),
    );
    await data(client.GET('/api/v1/projects'));
    await data(client.GET('/api/v1/projects/{project}', { params: { path: { project: 'payments' } } }));
    await done(client.DELETE('/api/v1/projects/{project}', { params: { path: { project: 'payments' } } }));
    const cluster = { path: { cluster: 'prod' } };
    const manifests: unknown[] = [plainDeployment, nginxDeployment].map((text) => load(text));
    for (const description of ['What customers use.', 'What customers use. Platform team.'])
      await data(client.PUT('/api/v1/clusters/{cluster}', { params: cluster, body: { description } }));
    await data(client.PUT('/api/v1/clusters/{cluster}/manifests', { params: cluster, body: manifests }));
    await data(client.POST('/api/v1/clusters/{cluster}/manifests', { params: cluster, body: manifests }));
    const agent = new TestAgent({ instance: '0d1c2b3a-1111-4000-8000-000000000001' });
    const seen = () =>
      agent.event([
        {
          pod: 'plain-7d9c5b6f84-x2z4b',
          owner: { kind: 'ReplicaSet', name: 'plain-7d9c5b6f84' },
          container: 'main',
          observations: [calls('read'), uses('NET_BIND_SERVICE')],
        },
      ]);
    await data(client.POST('/api/v1/runtime-events', { body: seen() }));
    await data(client.POST('/api/v1/clusters/{cluster}/runtime-events', { params: cluster, body: seen() }));
    await data(client.GET('/api/v1/clusters'));
    const { data: prod } = await client.GET('/api/v1/clusters/{cluster}', { params: cluster });
    const covered = await data(
      client.GET('/api/v1/clusters/{cluster}/coverage', {
        params: { ...cluster, query: { from: '2026-03-01', to: '2026-03-01' } },
      }),
    );
    expect(covered.workloads).toEqual({ total: 2, watched: 1, unwatched: 1 });
    expect(prod).toMatchObject({ name: 'prod', workloads: 2, observed: 2 });
  });

  it('reads the profile of a workload, and decides on it', async () => {
    await data(client.GET('/api/v1/workloads'));
    const workload = await data(client.GET('/api/v1/workloads/{id}', { params: ids }));
    expect(workload).toMatchObject(web);
    await data(client.GET('/api/v1/workloads/{id}/profile', { params: ids }));
    await data(client.GET('/api/v1/workloads/{id}/coverage', { params: ids }));
    await data(client.GET('/api/v1/workloads/{id}/interactions', { params: ids }));
    await data(client.GET('/api/v1/workloads/{id}/service-account-uses', { params: ids }));
    const { id: decision } = await data(
      client.POST('/api/v1/workloads/{id}/decisions', {
        params: ids,
        body: {
          decision: { kind: 'forget', item: { dimension: 'capability', capability: 'NET_BIND_SERVICE' } },
          reason: 'The port was moved above 1024.',
        },
      }),
    );
    await data(client.GET('/api/v1/workloads/{id}/decisions', { params: ids }));
    const path = { path: { id, decision } };
    await data(client.GET('/api/v1/workloads/{id}/decisions/{decision}', { params: path }));
    await client.DELETE('/api/v1/workloads/{id}/decisions/{decision}', { params: path });
  });

  it('generates, stores, revises and compares policies', async () => {
    await data(
      client.POST('/api/v1/policies/generate', {
        body: { manifests: [load(plainDeployment)], cluster: 'prod' },
      }),
    );
    const policy = await data(
      client.POST('/api/v1/policies', { body: psp('restricted', { hostNetwork: false }) }),
    );
    const path = { path: { id: policy.id } };
    await data(
      client.PUT('/api/v1/policies/{id}', {
        params: path,
        body: psp('restricted', { readOnlyRootFilesystem: true }),
      }),
    );
    await data(client.GET('/api/v1/policies'));
    const latest = await data(client.GET('/api/v1/policies/{id}', { params: path }));
    expect(latest.revision).toBe(2);
    await data(client.GET('/api/v1/policies/{id}/revisions', { params: path }));
    await data(
      client.GET('/api/v1/policies/{id}/revisions/{revision}', {
        params: { path: { id: policy.id, revision: 1 } },
      }),
    );
    await data(
      client.POST('/api/v1/policies/compare', {
        body: { first: { id: policy.id, revision: 1 }, second: { id: policy.id } },
      }),
    );
    await data(
      client.POST('/api/v1/policies/evaluate', {
        body: { cluster: 'prod', manifests: nginxDeployment, policies: [{ id: policy.id }] },
      }),
    );
    await data(
      client.POST('/api/v1/policies/tighten', {
        body: {
          scope: { clusters: ['prod'], namespaces: ['shop'] },
          policy: {
            document: psp('wide', {
              privileged: true,
              hostNetwork: true,
              hostPorts: [{ min: 0, max: 65535 }],
            }),
          },
        },
      }),
    );
    await data(
      client.POST('/api/v1/policies/consolidate', {
        body: { scope: { clusters: ['prod'] }, maxPolicies: 3 },
      }),
    );
  });

  it('simulates, follows, reads, exports and compares', async () => {
    const [policy] = (await data(client.GET('/api/v1/policies'))).items;
    const policies = [{ id: policy?.id ?? '' }];
    const scope = { clusters: ['prod'], labelSelector: 'app in (nginx, plain)' };
    const { id: unwanted } = await data(client.POST('/api/v1/simulations', { body: { policies, scope } }));
    await client.POST('/api/v1/simulations/{id}/cancel', { params: { path: { id: unwanted } } });
    await done(client.DELETE('/api/v1/simulations/{id}', { params: { path: { id: unwanted } } }));
    worker = await startWorker(service.config);
    const first = await simulated({ name: 'before the freeze', policies, scope });
    const second = await simulated({ generate: { scope: { clusters: ['prod'] } }, scope });
    await data(client.GET('/api/v1/simulations'));
    const path = { path: { id: first } };
    await data(client.GET('/api/v1/simulations/{id}/results', { params: path }));
    await data(client.GET('/api/v1/simulations/{id}/namespaces', { params: path }));
    await client.GET('/api/v1/simulations/{id}/events', { params: path, parseAs: 'text' });
    await data(
      client.GET('/api/v1/simulations/{id}/results/{cluster}/{namespace}/{kind}/{name}', {
        params: { path: { id: first, ...web } },
      }),
    );
    await data(client.GET('/api/v1/simulations/{id}/bundle', { params: { path: { id: second } } }));
    await data(
      client.GET('/api/v1/simulations/{id}/diff', {
        params: { path: { id: second }, query: { base: first } },
      }),
    );
    await client.GET('/api/v1/simulations/{id}/export', {
      params: { ...path, query: { format: 'json' } },
      parseAs: 'text',
    });
    const { id: continuous } = await data(
      client.POST('/api/v1/simulations', { body: { policies, scope, continuous: true } }),
    );
    const live = { path: { id: continuous } };
    await vi.waitFor(async () => {
      const { status } = await data(client.GET('/api/v1/simulations/{id}', { params: live }));
      expect(status).toBe('active');
    }, 20_000);
    await data(client.GET('/api/v1/simulations/{id}/history', { params: live }));
    await data(client.POST('/api/v1/simulations/{id}/stop', { params: live }));
  });

  it('asks to be told', async () => {
    const body = { url: `${receiver.url}/policy-advisor`, description: 'Tells the chat.' };
    const webhook = await data(client.POST('/api/v1/webhooks', { body }));
    const path = { path: { id: webhook.id } };
    await data(client.GET('/api/v1/webhooks'));
    await data(client.GET('/api/v1/webhooks/{id}', { params: path }));
    await data(
      client.PATCH('/api/v1/webhooks/{id}', { params: path, body: { events: ['simulation.changed'] } }),
    );
    const { id: delivery } = await data(client.POST('/api/v1/webhooks/{id}/ping', { params: path }));
    await vi.waitFor(() => expect(receiver.received).toBeGreaterThan(0), 20_000);
    await vi.waitFor(async () => {
      const { items } = await data(
        recorder.without(() => client.GET('/api/v1/webhooks/{id}/deliveries', { params: path })),
      );
      expect(items.map(({ state }) => state)).toEqual(['delivered']);
    }, 20_000);
    await data(client.GET('/api/v1/webhooks/{id}/deliveries', { params: path }));
    const again = { path: { id: webhook.id, delivery } };
    await data(client.GET('/api/v1/webhooks/{id}/deliveries/{delivery}', { params: again }));
    await data(client.POST('/api/v1/webhooks/{id}/deliveries/{delivery}/redeliver', { params: again }));
    await data(client.POST('/api/v1/webhooks/{id}/secret', { params: path, body: { graceSeconds: 86_400 } }));
    await done(client.DELETE('/api/v1/webhooks/{id}', { params: path }));
  });

  it('issues keys, and takes away what is no longer wanted', async () => {
    const key = await data(
      client.POST('/api/v1/keys', {
        body: {
          name: 'node agents of prod',
          bindings: [{ role: 'agent', project: 'default', clusters: ['prod'], namespaces: 'all' }],
          expiresAt: '2099-01-01T00:00:00Z',
        },
      }),
    );
    await data(client.GET('/api/v1/keys'));
    const read = await data(client.GET('/api/v1/keys/{id}', { params: { path: { id: key.id } } }));
    expect(read).not.toHaveProperty('key');
    await data(
      client.POST('/api/v1/keys/{id}/rotate', {
        params: { path: { id: key.id } },
        body: { graceSeconds: 3600 },
      }),
    );
    await client.DELETE('/api/v1/keys/{id}', { params: { path: { id: key.id } } });
    const spare = await data(client.POST('/api/v1/policies', { body: psp('spare', {}) }));
    await done(client.DELETE('/api/v1/policies/{id}', { params: { path: { id: spare.id } } }));
    const deletion = await data(
      client.DELETE('/api/v1/clusters/{cluster}/namespaces/{namespace}', {
        params: { path: { cluster: 'prod', namespace: 'shop' } },
      }),
    );
    await deleted(1);
    await data(client.DELETE('/api/v1/clusters/{cluster}', { params: { path: { cluster: 'prod' } } }));
    await deleted(2);
    await data(client.GET('/api/v1/deletions'));
    await data(client.GET('/api/v1/deletions/{id}', { params: { path: { id: deletion.id } } }));
    await data(client.GET('/api/v1/audit', { params: { query: { operation: 'createProject' } } }));
    await client.GET('/healthz', { parseAs: 'text' });
    await client.GET('/readyz', { parseAs: 'text' });
    await client.GET('/metrics', { parseAs: 'text' });
  });

  it('is whole: every operation has succeeded, and what was sent and answered are the examples of its description', async () => {
    const examples = z.record(z.string(), z.unknown()).parse(recorder.examples);
    expect(Object.keys(examples)).toEqual(recorder.operationIds);
    const { readMetrics: _, ...described } = examples;
    const source = `// Recorded by test/e2e/api-examples.spec.ts; \`--update\` writes it anew.\nexport const examples: unknown = ${JSON.stringify(described, undefined, 2)};\n`;
    await expect(source).toMatchFileSnapshot(
      fileURLToPath(new URL('../../apps/api/src/openapi/generated/examples.ts', import.meta.url)),
    );
  });
});

/** So many deletions have ended. */
async function deleted(count: number): Promise<void> {
  await vi.waitFor(async () => {
    const { items } = await data(recorder.without(() => client.GET('/api/v1/deletions')));
    expect(items.filter(({ status }) => status === 'succeeded')).toHaveLength(count);
  }, 20_000);
}

async function simulated(body: Schema<'NewSimulation'>): Promise<string> {
  const { id: simulation } = await data(client.POST('/api/v1/simulations', { body }));
  await service.ended(simulation);
  const params = { path: { id: simulation }, query: { wait: '20s' } };
  const { status } = await data(client.GET('/api/v1/simulations/{id}', { params }));
  expect(status).toBe('succeeded');
  return simulation;
}
