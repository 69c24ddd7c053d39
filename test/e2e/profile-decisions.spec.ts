import { workloadId } from '#libs/persistence';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestAgent, uses, writes } from '../fixtures/runtime-events.js';
import { type Schema, yamlBody } from '#libs/client';
import { answered, data, done, problem } from './answers.js';
import { plainDeployment, restrictedPolicy } from './manifests.js';
import { startTestService, type TestService } from './service.js';

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service.stop());

type Decision = Schema<'NewProfileDecision'>['decision'];
type Window = { readonly from?: string; readonly to?: string; readonly version?: 'current' };

interface Pod {
  readonly name: string;
  readonly hash: string;
  readonly day?: string;
  readonly observations: (times: object) => readonly object[];
}

/** A workload of its own, with what its pods did. Returns its id. */
async function observed(name: string, ...pods: readonly Pod[]): Promise<string> {
  for (const pod of pods) await observe(name, pod);
  return workloadId({ cluster: 'prod', namespace: 'shop', kind: 'Deployment', name });
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
  await data(service.client('agent').POST('/api/v1/runtime-events', { body: event }), 202);
}

const profile = (id: string, query: Window = {}) =>
  data(
    service.client('viewer').GET('/api/v1/workloads/{id}/profile', { params: { path: { id }, query } }),
    200,
  );

/** What the profile holds: names of capabilities and paths, `!` before what is pinned. */
async function items(workload: string, window: Window = {}): Promise<string[]> {
  const { containers } = await profile(workload, window);
  return containers.flatMap((container) =>
    container.items.map(({ item, pinned }) => {
      const name = 'capability' in item ? item.capability : 'path' in item ? item.path : undefined;
      return `${pinned ? '!' : ''}${name}`;
    }),
  );
}

const ask = (id: string, decision: Decision, reason?: string) =>
  service.client('editor').POST('/api/v1/workloads/{id}/decisions', {
    params: { path: { id } },
    body: reason === undefined ? { decision } : { decision, reason },
  });

async function decide(workload: string, decision: Decision, reason = 'because') {
  const { status, data: body, headers } = await answered(ask(workload, decision, reason));
  expect([status, headers.get('location')]).toEqual([
    201,
    `/api/v1/workloads/${workload}/decisions/${body.id}`,
  ]);
  return body;
}

describe('forgetting', () => {
  it('takes an item out of the profile, what comes later too, until it is taken back', async () => {
    const once = (times: object) => [uses('NET_RAW', times), uses('CHOWN', times)];
    const workload = await observed('forget', { name: 'a', hash: '7d9c5', observations: once });
    expect(await items(workload)).toEqual(['CHOWN', 'NET_RAW']);
    const forget = { kind: 'forget', item: { dimension: 'capability', capability: 'NET_RAW' } } as const;
    const body = await decide(workload, forget, 'a penetration test');
    const params = { path: { id: workload, decision: body.id } };
    const remove = () =>
      service.client('editor').DELETE('/api/v1/workloads/{id}/decisions/{decision}', { params });
    expect(body).toMatchObject({ decision: forget, reason: 'a penetration test', createdBy: 'editor' });
    expect(await items(workload)).toEqual(['CHOWN']);
    await observe('forget', { name: 'b', hash: '7d9c5', day: '2026-03-02', observations: once });
    expect(await items(workload)).toEqual(['CHOWN']);
    const read = service.client('viewer').GET('/api/v1/workloads/{id}/decisions/{decision}', { params });
    expect(await data(read, 200)).toEqual(body);
    await done(remove());
    expect(await items(workload)).toEqual(['CHOWN', 'NET_RAW']);
    await problem(remove(), 404);
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
    const item = { dimension: 'capability', capability: 'SYS_TIME', granted: true, uid: 0 } as const;
    await decide(workload, { kind: 'pin', container: 'nginx', item });
    expect(await items(workload)).toEqual(['CHOWN', '!SYS_TIME']);
    expect(await items(workload, { from: '2026-01-01', to: '2026-01-31' })).toEqual(['!SYS_TIME']);
  });

  it('counts in simulations as what was observed does', async () => {
    const workload = await observed('plain', { name: 'a', hash: '7d9c5', observations: () => [] });
    const editor = service.client('editor');
    const policy = await data(
      editor.POST('/api/v1/policies', {
        ...yamlBody,
        body: `${restrictedPolicy}  requiredDropCapabilities: [CHOWN]\n`,
      }),
      201,
    );
    const verdict = async () => {
      const { id } = await data(
        editor.POST('/api/v1/simulations', {
          body: { policies: [{ id: policy.id }], manifests: plainDeployment, cluster: 'prod' },
        }),
        202,
      );
      await service.ended(id);
      const results = service
        .client('viewer')
        .GET('/api/v1/simulations/{id}/results', { params: { path: { id } } });
      return (await data(results, 200)).items[0]?.verdict;
    };
    expect(await verdict()).toBe('at-risk');
    const item = { dimension: 'capability', capability: 'CHOWN', granted: true, uid: 0 } as const;
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
    expect(await items(workload, { version: 'current' })).toEqual(['FOWNER', 'KILL', 'SETUID']);
    const { containers } = await profile(workload, { version: 'current' });
    const fowner = containers[0]?.items.find(
      ({ item }) => item.dimension === 'capability' && item.capability === 'FOWNER',
    );
    expect(fowner?.seen).toMatchObject({ pods: 1, days: 1 });
    await decide(workload, { kind: 'learn-anew', eachVersion: true });
    expect(await items(workload)).toEqual(['FOWNER', 'KILL', 'SETUID']);
  });
});

describe('decisions', () => {
  it('are listed in pages, and the same one is made once', async () => {
    const workload = await observed('listed', { name: 'a', hash: '7d9c5', observations: () => [] });
    const paths = ['/a', '/b', '/c'];
    const made: string[] = [];
    for (const path of paths) {
      made.push((await decide(workload, { kind: 'forget', item: { dimension: 'file', path } })).id);
    }
    const again = ask(workload, { item: { path: '/a', dimension: 'file' }, kind: 'forget' });
    expect((await problem(again, 409)).detail).toBe(`The same was decided already: decision ${made[0]}.`);
    const list = (cursor: { cursor?: string }) =>
      data(
        service.client('viewer').GET('/api/v1/workloads/{id}/decisions', {
          params: { path: { id: workload }, query: { limit: 2, ...cursor } },
        }),
        200,
      );
    const first = await list({});
    const second = await list({ cursor: first.next ?? '' });
    const ids = [...first.items, ...second.items].map(({ id }) => id);
    expect(ids).toEqual(made.toSorted());
    expect(second.next).toBeUndefined();
  });

  it('are refused where they make no sense, each mistake by its place', async () => {
    const workload = await observed('refused', { name: 'a', hash: '7d9c5', observations: () => [] });
    const pointers = (errors: Schema<'Problem'>['errors']) => errors?.map(({ pointer }) => pointer);
    // Raw: two of these are no decisions by their types.
    const refuse = async (decision: object) => {
      const path = `/api/v1/workloads/${workload}/decisions`;
      const { body } = await service.request('editor').post(path).send({ decision }).expect(422);
      return pointers(body.errors);
    };
    expect(await refuse({ kind: 'learn-anew', since: '2999-01-01' })).toEqual(['/decision/since']);
    expect(await refuse({ kind: 'forget', item: { dimension: 'syscall', path: '/x' } })).toEqual([
      '/decision/item/path',
    ]);
    expect(await refuse({ kind: 'pin', item: { dimension: 'syscall', syscall: 'read' } })).toEqual([
      '/decision/container',
    ]);
    const nowhere = '00000000-0000-4000-8000-000000000000';
    await problem(ask(nowhere, { kind: 'learn-anew', eachVersion: true }), 404);
  });
});

describe('the coverage of a workload', () => {
  it('says for each dimension what was watched and what silence there is worth', async () => {
    const workload = await observed('covered', {
      name: 'a',
      hash: '7d9c5',
      observations: (times) => [uses('CHOWN', times)],
    });
    const body = await data(
      service.client('viewer').GET('/api/v1/workloads/{id}/coverage', { params: { path: { id: workload } } }),
      200,
    );
    expect(body).toMatchObject({ workload: { name: 'covered' }, pods: 1, containers: [{ name: 'nginx' }] });
    const levels = (body.containers[0]?.dimensions ?? []).map(
      ({ dimension, evidence }) => `${dimension} ${evidence.level} ${evidence.startsObserved}`,
    );
    expect(levels.slice(0, 3)).toEqual(['syscall weak 1', 'capability weak 1', 'identity none 0']);
    expect(levels).toHaveLength(16);
  });
});
