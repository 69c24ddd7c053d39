import { type Binding, createDataSource, issueApiKey } from '#libs/persistence';
import { loadConfig } from '#libs/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calls, TestAgent, tetragonCapability } from '../../../../test/fixtures/runtime-events.js';
import { createDatabase } from '../../../../test/services/index.js';
import { createApplication } from '../create-application.js';

let app: NestFastifyApplication;
let dataSource: DataSource;

beforeAll(async () => {
  const config = loadConfig({ DATABASE_URL: await createDatabase(), LOG_LEVEL: 'silent' });
  dataSource = await createDataSource(config.database).initialize();
  app = await createApplication(config);
});
afterAll(async () => {
  await app.close();
  await dataSource.destroy();
});

const key = async (...bindings: readonly Binding[]) =>
  (await issueApiKey(dataSource.manager, { name: 'agents', bindings })).key;
const agentOf = (...clusters: string[]): Binding => ({
  role: 'agent',
  project: 'all',
  clusters,
  namespaces: 'all',
});
const eventOf = (cluster: string) =>
  new TestAgent({ cluster }).event([{ pod: 'web-0', observations: [calls('read')] }]);

async function send(bearer: string, body: string, query = '', type = 'application/json') {
  const response = await app.inject({
    method: 'POST',
    url: `/api/v1/runtime-events${query}`,
    headers: { authorization: `Bearer ${bearer}`, 'content-type': type },
    payload: body,
  });
  const answer: unknown = JSON.parse(response.body);
  return { status: response.statusCode, answer };
}

async function clusters(): Promise<unknown> {
  return dataSource.query(`SELECT DISTINCT cluster FROM workloads ORDER BY cluster`);
}

const refused = (cluster: string) => ({
  status: 403,
  answer: expect.objectContaining({
    code: 'forbidden',
    detail: `This API key is not bound to send events of cluster ${cluster}. Nothing of the request was taken.`,
  }),
});

describe('an agent', () => {
  it('sends events of its own clusters, and of a request with one of another nothing is taken', async () => {
    const bearer = await key(agentOf('a', 'b'));
    const both = JSON.stringify([eventOf('a'), eventOf('b')]);
    expect((await send(bearer, both)).status).toBe(202);
    const mixed = [eventOf('a'), eventOf('d'), eventOf('c')].map((event) => JSON.stringify(event));
    expect(await send(bearer, `[${mixed.join()}]`)).toEqual(refused('c, d'));
    expect(await send(bearer, mixed.join('\n'), '', 'application/x-ndjson')).toEqual(refused('c, d'));
    expect(await clusters()).toEqual([{ cluster: 'a' }, { cluster: 'b' }]);
  });

  it('is held to them by the query too, and by what events of other agents say themselves', async () => {
    const bearer = await key(agentOf('a'));
    const tetragon = tetragonCapability('shop', 'CHOWN');
    expect((await send(bearer, JSON.stringify(tetragon), '?cluster=a')).status).toBe(202);
    expect(await send(bearer, JSON.stringify(tetragon), '?cluster=e')).toEqual(refused('e'));
    const ofItself = { ...tetragon, cluster_name: 'f' };
    expect(await send(bearer, JSON.stringify(ofItself))).toEqual(refused('f'));
    expect(await clusters()).toEqual([{ cluster: 'a' }, { cluster: 'b' }]);
  });

  it('has to be bound to a cluster as a whole, also where its role is editor', async () => {
    const part = await key({ role: 'editor', project: 'all', clusters: ['a'], namespaces: ['shop'] });
    expect(await send(part, JSON.stringify(eventOf('a')))).toEqual(refused('a'));
    // Two halves of a right are not one: a viewer of the whole cluster sends nothing.
    const halves = await key(
      { role: 'editor', project: 'all', clusters: ['a'], namespaces: ['shop'] },
      { role: 'viewer', project: 'all', clusters: ['a'], namespaces: 'all' },
    );
    expect(await send(halves, JSON.stringify(eventOf('a')))).toEqual(refused('a'));
  });
});
