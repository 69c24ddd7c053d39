import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nginxDeployment, plainDeployment, restrictedPolicy } from './manifests.js';
import { startTestService, type TestService } from './service.js';

const simulations = '/api/v1/simulations';
const MIB = 1024 * 1024;
const soon = { timeout: 30_000, interval: 100 };

let service: TestService;

beforeAll(async () => {
  service = await startTestService({
    SIMULATION_RECONCILE_INTERVAL: '100ms',
    SIMULATION_DEBOUNCE: '0ms',
    HTTP_STALL_TIMEOUT: '3s',
    HTTP_MAX_EVENT_STREAMS: '1',
  });
});
afterAll(() => service.stop());

async function create(body: object): Promise<string> {
  const answer = await service
    .request('editor')
    .post(simulations)
    .send({ policies: [{ document: restrictedPolicy }], ...body })
    .expect(202);
  return String(answer.body.id);
}

/** Asks for something and does not read the answer until the service has given up. */
async function stall(
  path: string,
  headers = '',
): Promise<{ readonly sent: number; readonly received: string }> {
  const server: Server = service.api.getHttpServer();
  const accepted = once(server, 'connection');
  const client = connect(Number(new URL(service.url).port), '127.0.0.1');
  client.pause();
  const [there]: Socket[] = await accepted;
  if (there === undefined) throw new Error('no connection');
  const closed = once(there, 'close');
  client.write(
    `GET ${path} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${service.key('viewer')}\r\n${headers}\r\n`,
  );
  await closed;
  return { sent: there.bytesWritten, received: await text(client).catch(() => '') };
}

describe('somebody who asks for much and does not read', () => {
  it('is sent a part of an export, of which no more is made, and then no longer has a connection', async () => {
    const id = await create({ manifests: nginxDeployment, cluster: 'prod' });
    await service.ended(id);
    await service.dataSource.query(
      `INSERT INTO simulation_results (simulation_id, run, cluster, namespace, kind, name, verdict, stage, fields, document_id)
       SELECT simulation_id, run, cluster, namespace, kind, 'web-' || n, verdict, stage, fields, document_id
       FROM simulation_results, generate_series(1, 25000) AS n WHERE simulation_id = $1`,
      [id],
    );
    const { sent, received } = await stall(`${simulations}/${id}/export?format=json`);
    expect(received.startsWith('HTTP/1.1 200 OK\r\n')).toBe(true);
    expect(received.endsWith('0\r\n\r\n')).toBe(false);
    const whole = await fetch(`${service.url}${simulations}/${id}/export?format=json`, {
      headers: { authorization: `Bearer ${service.key('viewer')}` },
    });
    expect((await whole.bytes()).length).toBeGreaterThan(10 * MIB);
    expect(sent).toBeLessThan(8 * MIB);
  });

  it('is sent a part of a stream of events, and then no longer has a connection, nor a place', async () => {
    const cluster = 'history';
    const upload = (manifests: string) =>
      service
        .request()
        .put(`/api/v1/clusters/${cluster}/manifests`)
        .type('application/yaml')
        .send(manifests)
        .expect(200);
    const now = async () => (await service.request('viewer').get(`${simulations}/${id}`).expect(200)).body;
    await upload(plainDeployment);
    const id = await create({ continuous: true, scope: { clusters: [cluster] } });
    await expect.poll(async () => (await now()).status, soon).toBe('active');
    await upload(`${plainDeployment}---\n${nginxDeployment}`);
    await expect.poll(async () => (await now()).continuous.changes, soon).toBe(1);
    await service.dataSource.query(
      `INSERT INTO simulation_history (simulation_id, seq, at, cluster, namespace, kind, name, document)
       SELECT simulation_id, n, at, cluster, namespace, kind, name, document
       FROM simulation_history, generate_series(2, 40000) AS n WHERE simulation_id = $1`,
      [id],
    );
    await service.dataSource.query('UPDATE simulations SET changes = 40000 WHERE id = $1', [id]);
    const { sent, received } = await stall(`${simulations}/${id}/events`, 'Last-Event-ID: 1.0\r\n');
    expect(received.startsWith('HTTP/1.1 200 OK\r\n')).toBe(true);
    const events = received.match(/^event: change$/gm)?.length ?? 0;
    expect(events).toBeGreaterThan(0);
    expect(events).toBeLessThan(20_000);
    expect(sent).toBeLessThan(8 * MIB);
    // Its place is free again: it was the only one that there is.
    const next = await fetch(`${service.url}${simulations}/${id}/events`, {
      headers: { authorization: `Bearer ${service.key('viewer')}` },
    });
    expect(next.status).toBe(200);
    await next.body?.cancel();
  });
});
