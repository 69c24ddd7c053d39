import { afterAll, beforeAll, expect, it } from 'vitest';
import { plainDeployment } from './manifests.js';
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
