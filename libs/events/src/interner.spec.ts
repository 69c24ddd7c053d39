import { describe, expect, it } from 'vitest';
import { Interner } from './interner.js';
import { observedContainer } from './runtime-event.js';

const pod = { name: 'web-0', uid: 'a1', templateHash: 'h1' };
const owner = { kind: 'StatefulSet', name: 'web' };
const container = {
  name: 'app',
  id: 'containerd://c1',
  image: 'registry.example/web:1',
  imageDigest: 'sha256:1',
  imageUser: '1000',
  imageVolumes: ['/data'],
  startedAt: '2026-03-01T10:00:00Z',
  fromStart: true,
  endedAt: '2026-03-01T11:00:00Z',
};
const described = { namespace: 'shop', pod, owner, container };

const others = {
  namespace: { namespace: 'shop-2' },
  'pod.name': { pod: { ...pod, name: 'web-1' } },
  'pod.uid': { pod: { ...pod, uid: 'a2' } },
  'pod.templateHash': { pod: { ...pod, templateHash: 'h2' } },
  'owner.kind': { owner: { ...owner, kind: 'ReplicaSet' } },
  'owner.name': { owner: { ...owner, name: 'web-2' } },
  owner: { owner: undefined },
  'container.name': { container: { ...container, name: 'proxy' } },
  'container.id': { container: { ...container, id: 'containerd://c2' } },
  'container.image': { container: { ...container, image: 'registry.example/web:2' } },
  'container.imageDigest': { container: { ...container, imageDigest: 'sha256:2' } },
  'container.imageUser': { container: { ...container, imageUser: undefined } },
  'container.imageVolumes': { container: { ...container, imageVolumes: ['/data', '/more'] } },
  'container.startedAt': { container: { ...container, startedAt: '2026-03-01T10:00:01Z' } },
  'container.fromStart': { container: { ...container, fromStart: false } },
  'container.endedAt': { container: { ...container, endedAt: undefined } },
};

describe('the container that an event is about', () => {
  it('is the same object for the same description', () => {
    const interner = new Interner();
    const first = interner.subject('prod', described);
    expect(first).toEqual({ cluster: 'prod', ...described });
    expect(interner.subject('prod', structuredClone(described))).toBe(first);
  });

  it('is another one in another cluster', () => {
    const interner = new Interner();
    interner.subject('prod', described);
    expect(interner.subject('test', described)).toEqual({ cluster: 'test', ...described });
  });

  it.each(Object.entries(others))('is another one if its %s is another', (_, change) => {
    const interner = new Interner();
    interner.subject('prod', described);
    const changed = { ...described, ...change };
    expect(interner.subject('prod', changed)).toEqual({ cluster: 'prod', ...changed });
  });

  it('is told by every field that the schema has', () => {
    const { pod: podSchema, container: containerSchema } = observedContainer.shape;
    const fields = [
      'namespace',
      ...Object.keys(podSchema.shape).map((field) => `pod.${field}`),
      'owner',
      'owner.kind',
      'owner.name',
      ...Object.keys(containerSchema.shape).map((field) => `container.${field}`),
    ];
    expect(Object.keys(others).toSorted()).toEqual(fields.toSorted());
  });
});

describe('a container that is described at length', () => {
  const withVolumes = (name: string, length: number) => ({
    ...described,
    container: { ...container, imageVolumes: [`/${name}`.padEnd(length, 'x')] },
    pod: { ...pod, uid: name },
  });

  it.each([
    ['is remembered among hundreds if its image has ordinary volumes', 400, true],
    ['is forgotten among hundreds if they are very long', 4_000, false],
  ])('%s', (_, length, isRemembered) => {
    const interner = new Interner();
    const first = interner.subject('prod', withVolumes('first', length));
    expect(interner.subject('prod', withVolumes('first', length))).toBe(first);
    for (let n = 0; n < 300; n += 1)
      expect(interner.subject('prod', withVolumes(`other-${n}`, length))?.pod.uid).toBe(`other-${n}`);
    const again = interner.subject('prod', withVolumes('first', length));
    expect([again === first, again]).toEqual([isRemembered, first]);
  });
});

describe('an item', () => {
  const file = (path: string) => ({ dimension: 'file', path, operation: 'read', place: 'root' });
  const paths = (length: number) => Array.from({ length: 2_100 }, (_, n) => `/tmp/${n}`.padEnd(length, 'x'));

  it.each([
    ['is remembered among thousands', 40, true],
    ['is remembered among thousands, if what tells it apart is long as well', 200, true],
    ['is forgotten among thousands that are very long', 4_000, false],
  ])('%s', (_, length, isRemembered) => {
    const interner = new Interner();
    const [first = '', ...others] = paths(length);
    const item = interner.item(file(first));
    expect(interner.item(file(first))).toBe(item);
    for (const path of others) expect(interner.item(file(path))?.item).toMatchObject({ path });
    expect(interner.item(file(first)) === item).toBe(isRemembered);
    expect(interner.item(file(first))).toMatchObject({ key: item?.key, item: item?.item });
  });
});
