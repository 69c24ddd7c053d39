import { workloadId } from '#libs/persistence';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { TestAgent, uses, writes } from '../fixtures/runtime-events.js';
import { plainDeployment, restrictedPolicy } from './manifests.js';
import { startTestService, type TestService } from './service.js';

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service.stop());

const profileBody = z.object({
  pods: z.int(),
  containers: z.array(
    z.object({
      items: z.array(
        z.object({
          item: z.looseObject({ dimension: z.string() }),
          pinned: z.boolean(),
          seen: z.looseObject({}),
        }),
      ),
    }),
  ),
});

interface Pod {
  readonly name: string;
  readonly hash: string;
  readonly day?: string;
  readonly observations: (times: object) => readonly object[];
}

/** A workload of its own, with what its pods did. Returns the address of its resource. */
async function observed(name: string, ...pods: readonly Pod[]): Promise<string> {
  for (const pod of pods) await observe(name, pod);
  return `/api/v1/workloads/${workloadId({ cluster: 'prod', namespace: 'shop', kind: 'Deployment', name })}`;
}

async function observe(
  workload: string,
  { name, hash, day = '2026-03-01', observations }: Pod,
): Promise<void> {
  const first = `${day}T10:20:00Z`;
  const event = new TestAgent().event(
    [
      {
        pod: `${workload}-${hash}-${name}`,
        owner: { kind: 'ReplicaSet', name: `${workload}-${hash}` },
        more: { imageDigest: `sha256:${hash}`, startedAt: first, fromStart: true },
        observations: observations({ first, last: first }),
      },
    ],
    { sentAt: `${day}T10:30:00Z` },
  );
  await service.request('agent').post('/api/v1/runtime-events').send(event).expect(202);
}

async function profile(workload: string, query = '') {
  const { body } = await service.request('viewer').get(`${workload}/profile${query}`).expect(200);
  return profileBody.parse(body);
}

/** What the profile holds: names of capabilities and paths, `!` before what is pinned. */
async function items(workload: string, query = ''): Promise<string[]> {
  const { containers } = await profile(workload, query);
  return containers.flatMap((container) =>
    container.items.map(
      ({ item, pinned }) => `${pinned ? '!' : ''}${String(item['capability'] ?? item['path'])}`,
    ),
  );
}

async function decide(workload: string, decision: object, reason = 'because') {
  const { body, headers } = await service
    .request('editor')
    .post(`${workload}/decisions`)
    .send({ decision, reason })
    .expect(201);
  return { body: z.looseObject({ id: z.uuid() }).parse(body), location: String(headers['location']) };
}

describe('forgetting', () => {
  it('takes an item out of the profile, what comes later too, until it is taken back', async () => {
    const once = (times: object) => [uses('NET_RAW', times), uses('CHOWN', times)];
    const workload = await observed('forget', { name: 'a', hash: '7d9c5', observations: once });
    expect(await items(workload)).toEqual(['CHOWN', 'NET_RAW']);
    const forget = { kind: 'forget', item: { dimension: 'capability', capability: 'NET_RAW' } };
    const { body, location } = await decide(workload, forget, 'a penetration test');
    expect(body).toMatchObject({ decision: forget, reason: 'a penetration test', createdBy: 'editor' });
    expect(await items(workload)).toEqual(['CHOWN']);
    await observe('forget', { name: 'b', hash: '7d9c5', day: '2026-03-02', observations: once });
    expect(await items(workload)).toEqual(['CHOWN']);
    expect((await service.request('viewer').get(location).expect(200)).body).toEqual(body);
    await service.request('editor').delete(location).expect(204);
    expect(await items(workload)).toEqual(['CHOWN', 'NET_RAW']);
    await service.request('editor').delete(location).expect(404);
  });

  it('may be decided before anything like it was observed', async () => {
    const workload = await observed('early', {
      name: 'a',
      hash: '7d9c5',
      observations: (times) => [writes('/data/x', times)],
    });
    await decide(workload, { kind: 'forget', item: { dimension: 'file', path: '/tmp/*' } });
    await observe('early', {
      name: 'a',
      hash: '7d9c5',
      observations: (times) => [writes('/tmp/deep/down', times)],
    });
    expect(await items(workload)).toEqual(['/data/x']);
  });
});

describe('pinning', () => {
  it('counts an item as observed in every window', async () => {
    const workload = await observed('pin', {
      name: 'a',
      hash: '7d9c5',
      observations: (times) => [uses('CHOWN', times)],
    });
    const item = { dimension: 'capability', capability: 'SYS_TIME', granted: true, uid: 0 };
    await decide(workload, { kind: 'pin', container: 'nginx', item });
    expect(await items(workload)).toEqual(['CHOWN', '!SYS_TIME']);
    expect(await items(workload, '?from=2026-01-01&to=2026-01-31')).toEqual(['!SYS_TIME']);
  });

  it('counts in simulations as what was observed does', async () => {
    const workload = await observed('plain', { name: 'a', hash: '7d9c5', observations: () => [] });
    const { body: policy } = await service
      .request('editor')
      .post('/api/v1/policies')
      .type('application/yaml')
      .send(`${restrictedPolicy}  requiredDropCapabilities: [CHOWN]\n`)
      .expect(201);
    const verdict = async () => {
      const { body } = await service
        .request('editor')
        .post('/api/v1/simulations')
        .send({ policies: [{ id: policy.id }], manifests: plainDeployment, cluster: 'prod' })
        .expect(202);
      await service.ended(String(body.id));
      const { body: results } = await service
        .request('viewer')
        .get(`/api/v1/simulations/${String(body.id)}/results`)
        .expect(200);
      return String(results.items[0].verdict);
    };
    expect(await verdict()).toBe('at-risk');
    const item = { dimension: 'capability', capability: 'CHOWN', granted: true, uid: 0 };
    await decide(workload, { kind: 'pin', container: 'main', item });
    expect(await verdict()).toBe('breaks');
  });
});

describe('learning anew', () => {
  const uses1 = (name: string) => (times: object) => [uses(name, times)];

  it('leaves out what was observed before a day', async () => {
    const workload = await observed(
      'since',
      { name: 'a', hash: '7d9c5', observations: uses1('CHOWN') },
      { name: 'b', hash: '7d9c5', day: '2026-03-02', observations: uses1('KILL') },
    );
    expect(await profile(workload)).toMatchObject({ pods: 2 });
    await decide(workload, { kind: 'learn-anew', since: '2026-03-02' });
    expect(await items(workload)).toEqual(['KILL']);
    expect(await profile(workload)).toMatchObject({ pods: 1 });
  });

  it('is the exception: a version inherits, unless one asks, once or for good', async () => {
    const workload = await observed(
      'version',
      { name: 'a', hash: '7d9c5', observations: uses1('CHOWN') },
      {
        name: 'b',
        hash: '5b8f6',
        day: '2026-03-02',
        observations: (times) => [uses('KILL', times), uses('FOWNER', times)],
      },
      { name: 'c', hash: '7d9c5', day: '2026-03-02', observations: (times) => [uses('FOWNER', times)] },
    );
    expect(await items(workload)).toEqual(['CHOWN', 'FOWNER', 'KILL']);
    // Of two versions the one of which a pod was started last is current; of pods that started at once the first by hash.
    await observe('version', { name: 'd', hash: '5b8f6', day: '2026-03-03', observations: uses1('SETUID') });
    expect(await items(workload, '?version=current')).toEqual(['FOWNER', 'KILL', 'SETUID']);
    const { containers } = await profile(workload, '?version=current');
    const fowner = containers[0]?.items.find(({ item }) => item['capability'] === 'FOWNER');
    expect(fowner?.seen).toMatchObject({ pods: 1, days: 1 });
    await decide(workload, { kind: 'learn-anew', eachVersion: true });
    expect(await items(workload)).toEqual(['FOWNER', 'KILL', 'SETUID']);
  });
});

describe('decisions', () => {
  it('are listed in pages, and the same one is made once', async () => {
    const workload = await observed('listed', { name: 'a', hash: '7d9c5', observations: () => [] });
    const paths = ['/a', '/b', '/c'];
    const made = [];
    for (const path of paths) {
      made.push((await decide(workload, { kind: 'forget', item: { dimension: 'file', path } })).body.id);
    }
    const again = { decision: { item: { path: '/a', dimension: 'file' }, kind: 'forget' } };
    const { body: conflict } = await service
      .request('editor')
      .post(`${workload}/decisions`)
      .send(again)
      .expect(409);
    expect(conflict.detail).toBe(`The same was decided already: decision ${made[0]}.`);
    const first = await service.request('viewer').get(`${workload}/decisions?limit=2`).expect(200);
    const second = await service
      .request('viewer')
      .get(`${workload}/decisions?limit=2&cursor=${String(first.body.next)}`)
      .expect(200);
    const ids = [...first.body.items, ...second.body.items].map(({ id }: { id: string }) => id);
    expect(ids).toEqual(made.toSorted());
    expect(second.body.next).toBeUndefined();
  });

  it('are refused where they make no sense, each mistake by its place', async () => {
    const workload = await observed('refused', { name: 'a', hash: '7d9c5', observations: () => [] });
    const refuse = async (decision: object) => {
      const { body } = await service
        .request('editor')
        .post(`${workload}/decisions`)
        .send({ decision })
        .expect(422);
      return z
        .array(z.object({ pointer: z.string() }))
        .parse(body.errors)
        .map(({ pointer }) => pointer);
    };
    expect(await refuse({ kind: 'learn-anew', since: '2999-01-01' })).toEqual(['/decision/since']);
    expect(await refuse({ kind: 'forget', item: { dimension: 'syscall', path: '/x' } })).toEqual([
      '/decision/item/path',
    ]);
    expect(await refuse({ kind: 'pin', item: { dimension: 'syscall', syscall: 'read' } })).toEqual([
      '/decision/container',
    ]);
    const nowhere = '/api/v1/workloads/00000000-0000-4000-8000-000000000000/decisions';
    await service
      .request('editor')
      .post(nowhere)
      .send({ decision: { kind: 'learn-anew', eachVersion: true } })
      .expect(404);
  });
});

describe('the coverage of a workload', () => {
  it('says for each dimension what was watched and what silence there is worth', async () => {
    const workload = await observed('covered', {
      name: 'a',
      hash: '7d9c5',
      observations: (times) => [uses('CHOWN', times)],
    });
    const { body } = await service.request('viewer').get(`${workload}/coverage`).expect(200);
    expect(body).toMatchObject({ workload: { name: 'covered' }, pods: 1, containers: [{ name: 'nginx' }] });
    const levels = z
      .array(
        z.object({
          dimension: z.string(),
          evidence: z.object({ level: z.string(), startsObserved: z.int() }),
        }),
      )
      .parse(body.containers[0].dimensions)
      .map(({ dimension, evidence }) => `${dimension} ${evidence.level} ${evidence.startsObserved}`);
    expect(levels.slice(0, 3)).toEqual(['syscall weak 1', 'capability weak 1', 'identity none 0']);
    expect(levels).toHaveLength(16);
  });
});
