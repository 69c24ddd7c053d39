import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Computations } from '../../apps/api/src/computations/index.js';
import { type ApiClient, yamlBody } from '#libs/client';
import { data, problem } from './answers.js';
import { plainDeployment, restrictedPolicy } from './manifests.js';
import { startTestService, type TestService } from './service.js';

let service: TestService;

beforeAll(async () => {
  service = await startTestService(
    { COMPUTATION_THREADS: '1', COMPUTATION_MAX_WAITING: '1' },
    { worker: false },
  );
});
afterAll(() => service.stop());

/** 400 workloads, no two alike: much to consolidate. */
const giant = Array.from({ length: 400 }, (_, index) =>
  plainDeployment
    .replace('plain,', `web-${index},`)
    .replace("plain:1'", `plain:1', securityContext: { runAsUser: ${1000 + 7 * index} }`),
).join('---\n');

const consolidate = (manifests: string) =>
  service.client().POST('/api/v1/policies/consolidate', { body: { manifests, maxPolicies: 5 } });

/** Of what is a race: on a busy machine it may take more than one. */
const races = { timeout: 100_000, interval: 50 };

it('answers others while it consolidates policies for very many workloads', async () => {
  await vi.waitFor(async () => {
    const order: string[] = [];
    const computed = consolidate(giant).then(({ response }) => order.push(`giant ${response.status}`));
    for (const each of ['first', 'second', 'third']) {
      await data(service.client().GET('/api/v1/policies'));
      order.push(each);
    }
    await computed;
    expect(order).toEqual(['first', 'second', 'third', 'giant 200']);
  }, races);
});

it('refuses what would wait too long for a thread, and says when to come back', async () => {
  const answers = await Promise.all([giant, giant, giant, giant].map((each) => consolidate(each)));
  const refused = answers.filter(({ response }) => response.status !== 200);
  expect(refused.length).toBeGreaterThan(0);
  for (const { error, response } of refused) {
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('2');
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(error).toMatchObject({ code: 'unavailable', detail: 'Too much is being computed at the moment.' });
  }
  await data(consolidate(plainDeployment), 200);
});

/** A text that takes long to read. */
const endless = Array.from({ length: 60_000 }, (_, index) => `key-${index}: {a: [b, c], d: "e"}`).join('\n');
/** A text that is not read while others wait, whatever it says. */
const long = `# ${'-'.repeat(40_000)}\n`;

const restricted = { document: restrictedPolicy };

it.each<[string, (client: ApiClient) => Promise<{ readonly response: Response }>]>([
  [
    'evaluates',
    (client) =>
      client.POST('/api/v1/policies/evaluate', {
        body: { manifests: plainDeployment, policies: [restricted] },
      }),
  ],
  [
    'compares',
    (client) => client.POST('/api/v1/policies/compare', { body: { first: restricted, second: restricted } }),
  ],
  [
    'reads long policies',
    (client) =>
      client.POST('/api/v1/simulations', {
        body: { manifests: plainDeployment, policies: [{ document: long + restrictedPolicy }] },
      }),
  ],
  [
    'reads long manifests to simulate',
    (client) =>
      client.POST('/api/v1/simulations', {
        body: { manifests: long + plainDeployment, policies: [restricted] },
      }),
  ],
  [
    'reads long uploads of manifests',
    (client) =>
      client.POST('/api/v1/clusters/{cluster}/manifests', {
        params: { path: { cluster: 'a' } },
        body: { manifests: long + plainDeployment },
      }),
  ],
])('%s in the threads, of which none is left', async (_, ask) => {
  const threads = service.api.get(Computations);
  await threads.run('readDocuments', '');
  const client = service.client('editor');
  await vi.waitFor(async () => {
    // One is read, and one waits, which is as many as may.
    const busy = [threads.run('readDocuments', endless), threads.run('readDocuments', endless)];
    const { response } = await ask(client);
    await Promise.all(busy);
    expect(response.status).toBe(503);
  }, races);
  expect((await ask(client)).response.status).toBeLessThan(300);
});

it('reads policies as YAML in the threads if they are long, and says what is wrong with them as if they were short', async () => {
  const post = (body: string) => service.client('editor').POST('/api/v1/policies', { ...yamlBody, body });
  const mistake = restrictedPolicy.replace('privileged: false', 'privileged: [');
  const [short, whole] = [await problem(post(mistake), 400), await problem(post(mistake + long), 400)];
  expect({ ...whole, instance: undefined, requestId: undefined }).toEqual({
    ...short,
    instance: undefined,
    requestId: undefined,
  });
  const added = await data(post(long + restrictedPolicy), 201);
  expect(added.name).toBe('restricted');
});
