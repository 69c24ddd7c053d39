import { afterAll, beforeAll, expect, it } from 'vitest';
import { Computations } from '../../apps/api/src/computations/index.js';
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

async function consolidate(manifests: string) {
  return service
    .request()
    .post('/api/v1/policies/consolidate')
    .send({ manifests, maxPolicies: 5 })
    .then((answer) => answer);
}

it('answers others while it consolidates policies for very many workloads', async () => {
  const order: string[] = [];
  const computed = consolidate(giant).then(({ status }) => order.push(`giant ${status}`));
  for (const each of ['first', 'second', 'third']) {
    await service.request().get('/api/v1/policies').expect(200);
    order.push(each);
  }
  await computed;
  expect(order).toEqual(['first', 'second', 'third', 'giant 200']);
});

it('refuses what would wait too long for a thread, and says when to come back', async () => {
  const answers = await Promise.all([giant, giant, giant, giant].map((each) => consolidate(each)));
  const refused = answers.filter(({ status }) => status !== 200);
  expect(refused.length).toBeGreaterThan(0);
  for (const { status, body, headers } of refused) {
    expect(status).toBe(503);
    expect(headers['retry-after']).toBe('2');
    expect(headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(body).toMatchObject({ code: 'unavailable', detail: 'Too much is being computed at the moment.' });
  }
  expect((await consolidate(plainDeployment)).status).toBe(200);
});

/** A text that takes long to read. */
const endless = Array.from({ length: 60_000 }, (_, index) => `key-${index}: {a: [b, c], d: "e"}`).join('\n');
/** A text that is not read while others wait, whatever it says. */
const long = `# ${'-'.repeat(40_000)}\n`;

it.each([
  [
    'evaluates',
    '/policies/evaluate',
    { manifests: plainDeployment, policies: [{ document: restrictedPolicy }] },
  ],
  [
    'compares',
    '/policies/compare',
    { first: { document: restrictedPolicy }, second: { document: restrictedPolicy } },
  ],
  [
    'reads long policies',
    '/simulations',
    { manifests: plainDeployment, policies: [{ document: long + restrictedPolicy }] },
  ],
  [
    'reads long manifests to simulate',
    '/simulations',
    { manifests: long + plainDeployment, policies: [{ document: restrictedPolicy }] },
  ],
  ['reads long uploads of manifests', '/clusters/a/manifests', { manifests: long + plainDeployment }],
])('%s in the threads, of which none is left', async (_, path, body) => {
  const threads = service.api.get(Computations);
  await threads.run('readDocuments', '');
  // One is read, and one waits, which is as many as may.
  const busy = [threads.run('readDocuments', endless), threads.run('readDocuments', endless)];
  const ask = () => service.request('editor').post(`/api/v1${path}`).send(body);
  expect((await ask()).status).toBe(503);
  await Promise.all(busy);
  expect((await ask()).status).toBeLessThan(300);
});

it('reads policies as YAML in the threads if they are long, and says what is wrong with them as if they were short', async () => {
  const post = (text: string) =>
    service.request('editor').post('/api/v1/policies').type('application/yaml').send(text);
  const mistake = restrictedPolicy.replace('privileged: false', 'privileged: [');
  const [short, whole] = [await post(mistake), await post(mistake + long)];
  expect(short.status).toBe(400);
  expect({ ...whole.body, instance: undefined, requestId: undefined }).toEqual({
    ...short.body,
    instance: undefined,
    requestId: undefined,
  });
  const added = await post(long + restrictedPolicy);
  expect([added.status, added.body.name]).toEqual([201, 'restricted']);
});
