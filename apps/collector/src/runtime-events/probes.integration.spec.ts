import { byName, IngestionMetrics, readProfiles, RequestIngestion } from '#libs/ingestion';
import { beginTerm, parseManifests, readInventory, storeInventory } from '#libs/inventory';
import { createDataSource } from '#libs/persistence';
import { loadConfig } from '#libs/platform';
import { itemBounds } from '#libs/profiles';
import { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { auditSession } from '../../../../test/fixtures/audit-events.js';
import { falcoRead } from '../../../../test/fixtures/runtime-events.js';
import { tellInventory } from '../../../../test/fixtures/watched-cluster.js';
import { createDatabase } from '../../../../test/services/index.js';

let dataSource: DataSource;
let ingestion: RequestIngestion;
let clusters = 0;
let cluster = '';

beforeAll(async () => {
  const config = loadConfig({ DATABASE_URL: await createDatabase() });
  dataSource = await createDataSource(config.database).initialize();
  ingestion = new RequestIngestion({
    dataSource,
    resolver: byName,
    settings: config,
    metrics: new IngestionMetrics(new Registry()),
    now: () => new Date('2026-03-02T00:00:00Z'),
  });
});
afterAll(() => dataSource.destroy());
beforeEach(() => {
  clusters += 1;
  cluster = `probes-${clusters}`;
});

/** What a process did that is not of the tree of the container's first one; `path`: it executed a program. */
function entered(path: string, time: string, container = 'db') {
  return {
    node_name: 'node-1',
    time,
    process_exec: { process: { pid: 70, uid: 0, binary: path, in_init_tree: false, pod: podOf(container) } },
  };
}

/** The same, of a capability that it used. */
function used(capability: string, time: string) {
  return {
    node_name: 'node-1',
    time,
    process_kprobe: {
      process: { pid: 70, uid: 0, binary: '/bin/sh', in_init_tree: false, pod: podOf('db') },
      function_name: 'cap_capable',
      args: [{ capability_arg: { value: 0, name: `CAP_${capability}` } }],
      return: { int_arg: 0 },
    },
  };
}

function podOf(container: string) {
  return {
    namespace: 'shop',
    name: 'web-0',
    uid: 'uid-of-web-0',
    workload: 'web',
    workload_kind: 'StatefulSet',
    container: { name: container, pid: 31 },
  };
}

async function manifest(more: string): Promise<void> {
  const text = `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - { name: db, image: "db:1"${more} }
`;
  const read = readInventory(parseManifests(text, { pointer: '', isBody: true }), {
    cluster,
    defaultNamespace: 'default',
    pointer: '',
  });
  await storeInventory(dataSource, cluster, read, { replace: false, now: new Date() });
}

const exec = ', livenessProbe: { exec: { command: [pg_isready, "-q"] } }';
const http = ', livenessProbe: { httpGet: { port: 80 } }';
const began = '2026-03-01T09:00:00Z';

async function see(...events: readonly object[]): Promise<void> {
  await ingestion.ingest({ json: [...events] }, undefined, { cluster });
}

async function doers(): Promise<Readonly<Record<string, string>>> {
  const workload = { cluster, namespace: 'shop', kind: 'StatefulSet', name: 'web' };
  const found = [...(await readProfiles(dataSource, [workload], {}, itemBounds(2000))).values()];
  return Object.fromEntries(
    found.flatMap(({ containers }) =>
      containers.flatMap(({ items }) =>
        items.map(({ item }) => [
          item.dimension === 'exec' ? item.path : item.dimension === 'capability' ? item.capability : '',
          item.origin,
        ]),
      ),
    ),
  );
}

describe('what is put into a container', () => {
  it('is a need where its manifest has a probe that executes something, and a probe if it is that program', async () => {
    await manifest(exec);
    await see(entered('/usr/bin/pg_isready', began), entered('/bin/sh', began), used('NET_RAW', began));
    expect(await doers()).toEqual({
      '/usr/bin/pg_isready': 'probe',
      '/bin/sh': 'entered',
      NET_RAW: 'entered',
    });
  });

  it('is of a session where its manifest has none', async () => {
    await manifest(http);
    await see(entered('/usr/bin/pg_isready', began), used('NET_RAW', began));
    expect(await doers()).toEqual({ '/usr/bin/pg_isready': 'interactive', NET_RAW: 'interactive' });
  });

  it('stays open without a manifest, and in containers that it does not have; it is told once there is one', async () => {
    await see(entered('/bin/sh', began), entered('/bin/injected', began, 'proxy'));
    expect(await doers()).toEqual({ '/bin/sh': 'entered', '/bin/injected': 'entered' });
    await manifest(http);
    expect(await doers()).toEqual({ '/bin/sh': 'interactive', '/bin/injected': 'entered' });
  });

  it('is of a session where it was seen in one only, but for the program of a probe', async () => {
    await manifest(exec);
    const inside = '2026-03-01T10:02:00Z';
    await see(
      entered('/bin/other', began),
      entered('/usr/bin/pg_isready', inside),
      entered('/bin/sh', inside),
      used('NET_RAW', inside),
      used('CHOWN', inside),
      used('CHOWN', '2026-03-01T11:00:00Z'),
      auditSession({
        pod: 'web-0',
        container: 'db',
        from: '2026-03-01T10:00:00Z',
        to: '2026-03-01T10:05:00Z',
      }),
    );
    expect(await doers()).toEqual({
      '/bin/other': 'entered',
      '/usr/bin/pg_isready': 'probe',
      '/bin/sh': 'interactive',
      NET_RAW: 'interactive',
      CHOWN: 'entered',
    });
  });
});

describe('what has a terminal', () => {
  /** What Falco sees of a process that has one, in the pod of the StatefulSet. */
  const seen = (path: string, time = began) => {
    const alert = falcoRead('shop', `${cluster} ${path} ${time}`, { pod: 'web-0', path, time });
    return {
      ...alert,
      output_fields: {
        ...alert.output_fields,
        'container.name': 'db',
        'k8s.pod.uid': 'uid-of-web-0',
        'proc.tty': 34816,
      },
    };
  };
  const origins = async (): Promise<Readonly<Record<string, string>>> => {
    const workload = { cluster, namespace: 'shop', kind: 'StatefulSet', name: 'web' };
    const found = [...(await readProfiles(dataSource, [workload], {}, itemBounds(2000))).values()];
    const items = found.flatMap(({ containers }) => containers.flatMap((each) => each.items));
    return Object.fromEntries(items.map(({ item }) => ['path' in item ? item.path : '', item.origin]));
  };
  /** Falco names no owner: an agent that does says whose the pod is. */
  const owned = () => entered('/bin/sh', began);

  it('is of a session where the container has none of its own', async () => {
    await manifest('');
    await see(owned());
    await see(seen('/etc/hosts'));
    expect(await origins()).toMatchObject({ '/etc/hosts': 'interactive' });
  });

  it('is of the container where that has one, but for what was seen in a session only', async () => {
    await manifest(', tty: true');
    const inside = '2026-03-01T10:02:00Z';
    await see(owned());
    await see(seen('/etc/hosts'), seen('/etc/inside', inside));
    expect(await origins()).toMatchObject({ '/etc/hosts': 'container', '/etc/inside': 'container' });
    const session = { from: '2026-03-01T10:00:00Z', to: '2026-03-01T10:05:00Z' };
    await see(auditSession({ pod: 'web-0', container: 'db', ...session }));
    expect(await origins()).toMatchObject({ '/etc/hosts': 'container', '/etc/inside': 'interactive' });
  });

  it('stays open where the spec of the container is not known', async () => {
    await see(owned());
    await see(seen('/etc/hosts'));
    expect(await origins()).toMatchObject({ '/etc/hosts': 'terminal' });
  });

  it('is told by what the pods look like, too, where a webhook has given them one', async () => {
    await manifest('');
    await see(owned());
    await see(seen('/etc/hosts'));
    const metadata = {
      namespace: 'shop',
      name: 'web-0',
      uid: 'uid-of-web-0',
      creationTimestamp: began,
      ownerReferences: [
        { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'web', uid: 'u', controller: true },
      ],
    };
    const live = { metadata, spec: { containers: [{ name: 'db', image: 'db:1', tty: true }] } };
    await beginTerm(
      dataSource,
      { cluster, term: 1 },
      { name: 'collector-1', clusterIdentity: 'c1' },
      new Date(),
    );
    await tellInventory(dataSource, cluster, { kind: 'Pod', present: [live], gone: [], at: new Date() });
    expect(await origins()).toMatchObject({ '/etc/hosts': 'container' });
  });
});
