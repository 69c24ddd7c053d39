import {
  createDataSource,
  eraseData,
  issueApiKey,
  readDeletion,
  requireNoDeletion,
  rows,
} from '#libs/persistence';
import { loadConfig } from '#libs/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../../../test/fixtures/eventually.js';
import { z } from 'zod';
import { createDatabase } from '../../../../test/services/index.js';
import { createApplication } from '../create-application.js';
import { erasureSteps } from './erase-handler.js';

let app: NestFastifyApplication;
let dataSource: DataSource;
let bearer = '';
let cluster = '';
let count = 0;

beforeAll(async () => {
  const config = loadConfig({ DATABASE_URL: await createDatabase(), LOG_LEVEL: 'silent' });
  dataSource = await createDataSource(config.database).initialize();
  app = await createApplication(config);
  const bindings = [{ role: 'admin', project: 'all', clusters: 'all', namespaces: 'all' }] as const;
  bearer = (await issueApiKey(dataSource.manager, { name: 'admin', bindings })).key;
});
afterAll(async () => {
  await app.close();
  await dataSource.destroy();
});
beforeEach(() => {
  count += 1;
  cluster = `c${count}`;
});

async function call(method: 'DELETE' | 'GET' | 'POST' | 'PUT', path: string, body?: object) {
  const {
    statusCode,
    headers,
    body: text,
  } = await app.inject({
    method,
    url: `/api/v1/clusters/${cluster}${path}`,
    headers: { authorization: `Bearer ${bearer}` },
    ...(body !== undefined && { payload: body }),
  });
  const answer: unknown = JSON.parse(text);
  return { status: statusCode, retryAfter: headers['retry-after'], answer };
}

const deployment = (namespace: string, name = 'web') => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace },
  spec: { template: { spec: { containers: [{ name: 'main', image: 'web:1' }] } } },
});
const replicaSet = (namespace: string) => ({
  ...deployment(namespace, 'web-7d9c5'),
  kind: 'ReplicaSet',
  metadata: {
    name: 'web-7d9c5',
    namespace,
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'u', controller: true }],
  },
});
const namespace = (name: string) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });

/** Has the deletion of the cluster, or of a namespace, requested. */
async function beDeleted(what = ''): Promise<string> {
  const { status, answer } = await call('DELETE', what);
  expect(status).toBe(202);
  return z.object({ id: z.string() }).parse(answer).id;
}

/** The first of the steps, and nothing of what follows. */
async function begin(id: string): Promise<void> {
  let asked = 0;
  expect(await eraseData(dataSource, id, erasureSteps, () => (asked += 1) <= 1)).toBe(false);
}

async function end(id: string): Promise<void> {
  expect(await eraseData(dataSource, id, erasureSteps, () => true)).toBe(true);
}

const refusal = (detail: string) => ({
  status: 409,
  retryAfter: '5',
  answer: expect.objectContaining({ code: 'conflict', detail }),
});
const ofCluster = (id: string) =>
  refusal(
    `Cluster ${cluster} is being deleted, and what is said of it now would go too. Come again when deletion ${id} has ended.`,
  );
const ofNamespace = (name: string, id: string) =>
  refusal(
    `Namespace ${name} of cluster ${cluster} is being deleted, and what is said of it now would go too. Come again when deletion ${id} has ended.`,
  );

describe('while a cluster is being deleted', () => {
  it('manifests of it are refused until the deletion has ended, and kept from then on', async () => {
    const manifests = [deployment('shop'), replicaSet('shop')];
    expect((await call('PUT', '/manifests', manifests)).status).toBe(200);
    const id = await beDeleted();
    for (const method of ['PUT', 'POST'] as const) {
      expect(await call(method, '/manifests', manifests)).toEqual(ofCluster(id));
    }
    await begin(id);
    for (const method of ['PUT', 'POST'] as const) {
      expect(await call(method, '/manifests', manifests)).toEqual(ofCluster(id));
    }
    await end(id);
    expect((await call('POST', '/manifests', manifests)).status).toBe(200);
    await end(id);
    expect(await call('GET', '')).toMatchObject({ status: 200, answer: { workloads: 1, observed: 1 } });
  });

  it('a registration is refused until the deletion has ended, and kept from then on', async () => {
    expect((await call('PUT', '', { description: 'old' })).status).toBe(201);
    const id = await beDeleted();
    await begin(id);
    expect(await call('PUT', '', { description: 'new' })).toEqual(ofCluster(id));
    await end(id);
    expect((await call('PUT', '', { description: 'new' })).status).toBe(201);
    await end(id);
    expect(await call('GET', '')).toMatchObject({ status: 200, answer: { description: 'new' } });
  });
});

describe('while a namespace is being deleted', () => {
  it('manifests that are added are refused where one is of it', async () => {
    await call('PUT', '/manifests', [deployment('shop'), replicaSet('shop'), namespace('shop')]);
    const id = await beDeleted('/namespaces/shop');
    await begin(id);
    const refused = [[deployment('shop')], [deployment('bank'), replicaSet('shop')], [namespace('shop')]];
    for (const manifests of refused) {
      expect(await call('POST', '/manifests', manifests)).toEqual(ofNamespace('shop', id));
    }
    expect((await call('POST', '/manifests', [deployment('bank'), namespace('bank')])).status).toBe(200);
    expect((await call('PUT', '', { description: 'stays' })).status).toBe(201);
    await end(id);
    expect((await call('POST', '/manifests', [deployment('shop')])).status).toBe(200);
    expect(await call('GET', '')).toMatchObject({ answer: { workloads: 2, description: 'stays' } });
  });

  it('manifests that replace all of the cluster are refused', async () => {
    await call('PUT', '/manifests', [deployment('shop')]);
    const id = await beDeleted('/namespaces/shop');
    expect(await call('PUT', '/manifests', [deployment('bank')])).toEqual(ofNamespace('shop', id));
    await end(id);
    expect((await call('PUT', '/manifests', [deployment('bank')])).status).toBe(200);
  });

  it('manifests of other clusters are stored', async () => {
    await call('PUT', '/manifests', [deployment('shop')]);
    await beDeleted('/namespaces/shop');
    cluster = `${cluster}-other`;
    expect((await call('PUT', '/manifests', [deployment('shop')])).status).toBe(200);
  });
});

describe('a deletion that is requested while something is being stored', () => {
  const timeRow = z.object({ time: z.date() });

  it('waits until that is stored, and counts it as older', async () => {
    await call('PUT', '/manifests', [deployment('shop')]);
    const requested = Promise.withResolvers<string>();
    const storedAt = await dataSource.transaction(async (transaction) => {
      await requireNoDeletion(transaction, cluster, []);
      beDeleted().then(requested.resolve, requested.reject);
      await eventually(async () => expect(await waiting()).toBe(1));
      const [stored] = await rows(transaction, timeRow, 'SELECT clock_timestamp() AS time');
      return stored?.time.getTime() ?? Infinity;
    });
    const deletion = await readDeletion(dataSource, await requested.promise);
    expect(deletion?.requestedAt.getTime()).toBeGreaterThanOrEqual(storedAt);
  });

  /** How many transactions wait for an advisory lock. */
  async function waiting(): Promise<number> {
    const found = await rows(
      dataSource,
      z.object({ pid: z.int() }),
      `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    return found.length;
  }
});
