import { describe, expect, it } from 'vitest';
import { assembleProfile, type KeptItem, type KeptWorkload } from './assemble-profile.js';
import { itemBounds } from './bounded-items.js';
import { runtimeProfile } from './runtime-profile.js';

const time = (day: number, nanoseconds = 0) =>
  `2026-03-${String(day).padStart(2, '0')}T10:00:00.${String(nanoseconds).padStart(9, '0')}Z`;

const listen = (port: number): KeptItem['item'] => ({
  dimension: 'listen',
  protocol: 'tcp',
  address: '0.0.0.0',
  port,
  hostNetwork: false,
  outcome: 'allowed',
  origin: 'container',
});

const write = (path: string): KeptItem['item'] => ({
  dimension: 'file',
  path,
  operation: 'write',
  place: 'root',
  outcome: 'allowed',
  origin: 'container',
});

const workload = { cluster: 'prod', namespace: 'shop', kind: 'Deployment', name: 'web' };
const podUids = new Map([
  [1, 'uid-1'],
  [2, 'uid-2'],
]);

function kept(
  items: readonly KeptItem[],
  more: Partial<KeptWorkload['containers'][number]> = {},
): KeptWorkload {
  const container = { name: 'nginx', images: [], items, watches: [], transmission: new Map(), ...more };
  return { workload, nodeFacts: [], podUids, containers: [container] };
}

const item = (what: KeptItem['item'], statistics: Partial<KeptItem> = {}): KeptItem => ({
  dimension: what?.dimension ?? 'syscall',
  item: what,
  count: 1,
  first: time(1),
  last: time(1),
  pods: [1],
  days: ['2026-03-01'],
  ...statistics,
});

describe('an assembled profile', () => {
  it('has items by dimension and then by their fields, numbers by size', () => {
    const profile = assembleProfile(
      kept([item(listen(8080)), item(write('/a')), item(listen(80)), item(listen(9))]),
      itemBounds(100),
    );
    expect(
      profile.containers[0]?.items.map(({ item: { dimension }, item: fields }) => [
        dimension,
        'port' in fields ? fields.port : fields,
      ]),
    ).toEqual([
      ['file', write('/a')],
      ['listen', 9],
      ['listen', 80],
      ['listen', 8080],
    ]);
  });

  it('merges collapsed paths: sums, extremes to the nanosecond, distinct pods and days', () => {
    const items = Array.from({ length: 33 }, (_, n) =>
      item(write(`/data/${n}`), {
        count: 2,
        first: time(2, n + 5),
        last: time(3, n),
        pods: [1 + (n % 2)],
        days: ['2026-03-02', '2026-03-03'],
      }),
    );
    expect(assembleProfile(kept(items), itemBounds(100)).containers[0]?.items).toEqual([
      {
        item: write('/data/*'),
        seen: { count: 66, first: time(2, 5), last: time(3, 32), pods: 2, days: 2 },
        collapsed: true,
        pinned: false,
      },
    ]);
  });

  it('names the pod of an item that just one pod has shown', () => {
    const [container] = assembleProfile(
      kept([item(listen(1), { pods: [2] }), item(listen(2), { pods: [1, 2] })]),
      itemBounds(100),
    ).containers;
    expect(container?.items.map(({ onlyPod }) => onlyPod)).toEqual(['uid-2', undefined]);
  });

  it('covers what agents watched, by pods, starts and days, and nothing else', () => {
    const watch = { fromStart: false, from: time(1), to: time(1, 9) };
    const profile = assembleProfile(
      kept([item(listen(80))], {
        watches: [
          { ...watch, pod: 1, days: ['2026-03-01'], covers: ['capability', 'file'], fromStart: true },
          { ...watch, pod: 1, days: ['2026-03-02'], covers: ['capability'], to: time(2) },
          { ...watch, pod: 2, days: ['2026-03-02'], covers: ['capability'], from: time(1, 3) },
        ],
        transmission: new Map([['capability', { received: 100, lost: 3 }]]),
      }),
      itemBounds(100),
    );
    expect([profile.pods, profile.containers[0]?.coverage]).toEqual([
      2,
      {
        capability: {
          pods: 2,
          starts: 1,
          startDays: 1,
          ends: 0,
          days: 2,
          from: time(1),
          to: time(2),
          received: 100,
          lost: 3,
          full: false,
        },
        file: {
          pods: 1,
          starts: 1,
          startDays: 1,
          ends: 0,
          days: 1,
          from: time(1),
          to: time(1, 9),
          received: 0,
          lost: 0,
          full: false,
        },
      },
    ]);
  });

  it('says where a dimension was full, and leaves out what was beyond', () => {
    const watches = [
      {
        pod: 1,
        days: ['2026-03-01'],
        covers: ['syscall' as const],
        fromStart: true,
        from: time(1),
        to: time(1),
      },
    ];
    const [container] = assembleProfile(
      kept([item(undefined, { count: 9 })], { watches }),
      itemBounds(100),
    ).containers;
    expect([container?.items, container?.coverage.syscall?.full, container?.full]).toEqual([
      [],
      true,
      ['syscall'],
    ]);
  });

  it('says so too where nobody watched the dimension, and nothing where all is kept', () => {
    const fullIn = (items: readonly KeptItem[]) =>
      assembleProfile(kept(items), itemBounds(100)).containers.map(({ coverage, full }) => ({
        coverage,
        full,
      }));
    expect(fullIn([item(undefined, { count: 9 })])).toEqual([{ coverage: {}, full: ['syscall'] }]);
    expect(fullIn([])).toEqual([{ coverage: {}, full: undefined }]);
  });

  it('lists images, users and volumes once, and conforms to its schema', () => {
    const images = [
      { image: 'nginx:1.27', digest: 'sha256:b', user: '', volumes: ['/v', '/a'] },
      { image: 'nginx:1.27', digest: 'sha256:a', user: '101', volumes: ['/v'] },
      { image: 'nginx:1.27', digest: 'sha256:a', user: '101' },
      {},
    ];
    const profile = assembleProfile(
      { ...kept([item(listen(80))], { images }), nodeFacts: [{ cgroup: 'v2' }, { cgroup: 'v2' }] },
      itemBounds(100),
    );
    const [container] = profile.containers;
    expect([container?.images, container?.imageUsers, container?.imageVolumes, profile.nodeFacts]).toEqual([
      [
        { image: 'nginx:1.27', digest: 'sha256:a' },
        { image: 'nginx:1.27', digest: 'sha256:b' },
      ],
      ['', '101'],
      ['/a', '/v'],
      [{ cgroup: 'v2' }],
    ]);
    expect(runtimeProfile.parse(profile)).toEqual(profile);
  });
});

describe('a pod that shows more than a profile keeps', () => {
  const ordinary = [
    ...Array.from({ length: 15 }, (_, n) => item(listen(n + 1), { pods: [1, 2] })),
    item(write('/etc/conf'), { pods: [1, 2] }),
    item(write('/var/lib/web/1'), { pods: [2] }),
  ];
  const noise = [
    ...Array.from({ length: 60 }, (_, n) => item(listen(n + 1000), { pods: [9] })),
    ...Array.from({ length: 60 }, (_, n) => item(write(`/flood-${n}/x`), { pods: [9] })),
  ];
  const itemsOf = (items: readonly KeptItem[]) =>
    assembleProfile(kept(items), itemBounds(20)).containers[0]?.items ?? [];
  const isNoise = ({ item: fields }: { readonly item: object }) =>
    ('port' in fields && Number(fields.port) >= 1000) ||
    ('path' in fields && String(fields.path).startsWith('/*'));

  it('leaves what the others have shown as it is without it', () => {
    const all = itemsOf([...noise, ...ordinary]);
    expect(all.filter((each) => !isNoise(each))).toEqual(itemsOf(ordinary));
    expect(all.filter(isNoise)).toHaveLength(20 + 1);
    expect(all.find(({ item: { dimension }, collapsed }) => dimension === 'file' && collapsed)?.seen).toEqual(
      {
        count: 60,
        first: time(1),
        last: time(1),
        pods: 1,
        days: 1,
      },
    );
  });

  it('leaves it so however many such pods there are', () => {
    const many = Array.from({ length: 30 }, (_, pod) =>
      Array.from({ length: 25 }, (__, n) => item(listen(1_000 + pod * 100 + n), { pods: [100 + pod] })),
    ).flat();
    const all = itemsOf([...many, ...ordinary]);
    expect(all.filter((each) => !isNoise(each))).toEqual(itemsOf(ordinary));
  });

  it('is bounded as any other profile where it is the only one', () => {
    expect(itemsOf(noise.map((each) => ({ ...each, pods: [1] })))).toHaveLength(20 + 1);
  });

  it('is not set apart where all pods together are too much, and none of them is', () => {
    const half = (pod: number) =>
      Array.from({ length: 15 }, (_, n) => item(listen(n + pod * 100), { pods: [pod] }));
    expect(itemsOf([...half(1), ...half(2)])).toHaveLength(20);
  });
});

describe('of many noisy pods', () => {
  const pods = Array.from({ length: 23 }, (_, n) => n + 1);

  /** Each pod shows 15 system calls of its own, where a profile keeps 10; numbers are given in another order. */
  function profileOf(numberOf: (pod: number) => number): string {
    const items = pods.flatMap((pod) =>
      Array.from({ length: 15 }, (_, n) =>
        item(
          { dimension: 'syscall', syscall: `call_${pod}_${n}`, outcome: 'allowed', origin: 'container' },
          { pods: [numberOf(pod)] },
        ),
      ),
    );
    const uids = new Map(pods.map((pod) => [numberOf(pod), `uid-${pod}`]));
    return JSON.stringify(assembleProfile({ ...kept(items), podUids: uids }, itemBounds(10)));
  }

  it('the same ones are, whatever numbers they have', () => {
    const known = profileOf((pod) => pod);
    expect(profileOf((pod) => 24 - pod)).toBe(known);
    expect(profileOf((pod) => ((pod * 7) % 23) + 1)).toBe(known);
  });
});
