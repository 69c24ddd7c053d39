import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Schema, yamlBody } from '#libs/client';
import { data, done } from './answers.js';
import { nginxDeployment, plainDeployment, restrictedPolicy } from './manifests.js';
import { startTestService, type TestService } from './service.js';
import { createApplication } from '../../apps/api/src/create-application.js';

let service: TestService;
let url: string;
const simulations = '/api/v1/simulations';

beforeAll(async () => {
  service = await startTestService({
    SIMULATION_RECONCILE_INTERVAL: '100ms',
    SIMULATION_DEBOUNCE: '0ms',
    HTTP_EVENT_STREAM_HEARTBEAT: '200ms',
    HTTP_MAX_EVENT_STREAMS: '8',
  });
  url = service.url;
});
afterAll(() => service.stop());

interface Received {
  readonly id: string;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A client of an event stream, by fetch itself: the generated client gives whole answers. */
class Follower {
  readonly #gone = new AbortController();
  #text = '';
  #reader: ReadableStreamDefaultReader<string> | undefined;
  response: Response | undefined;

  static async open(id: string, lastEventId?: string, at = url): Promise<Follower> {
    const follower = new Follower();
    follower.response = await fetch(`${at}${simulations}/${id}/events`, {
      headers: {
        authorization: `Bearer ${service.key('viewer')}`,
        accept: 'text/event-stream',
        ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
      },
      signal: follower.#gone.signal,
    });
    follower.#reader = follower.response.body?.pipeThrough(new TextDecoderStream()).getReader();
    return follower;
  }

  /** The next block of the stream; undefined: it has ended. */
  async block(): Promise<string | undefined> {
    for (;;) {
      const end = this.#text.indexOf('\n\n');
      if (end >= 0) {
        const block = this.#text.slice(0, end);
        this.#text = this.#text.slice(end + 2);
        return block;
      }
      const read = await this.#reader?.read();
      if (read?.value === undefined) return undefined;
      this.#text += read.value;
    }
  }

  /** The next event; undefined: the stream has ended. */
  async next(): Promise<Received | undefined> {
    for (;;) {
      const block = await this.block();
      if (block === undefined) return undefined;
      const found = /^id: (?<id>.*)\nevent: (?<event>.*)\ndata: (?<data>.*)$/.exec(block)?.groups;
      if (found === undefined) continue;
      const { id = '', event = '', data = '' } = found;
      return { id, event, data: JSON.parse(data) };
    }
  }

  /** The next event of a name, or the end. */
  async until(event: string, status?: string): Promise<Received | undefined> {
    for (;;) {
      const next = await this.next();
      if (next === undefined) return undefined;
      if (next.event === event && (status === undefined || next.data['status'] === status)) return next;
    }
  }

  async all(): Promise<readonly Received[]> {
    const events: Received[] = [];
    for (let next = await this.next(); next !== undefined; next = await this.next()) events.push(next);
    return events;
  }

  close(): void {
    this.#gone.abort();
  }
}

async function create(body: Partial<Schema<'NewSimulation'>>): Promise<string> {
  const { id } = await data(
    service.client('editor').POST('/api/v1/simulations', {
      body: { policies: [{ document: restrictedPolicy }], ...body },
    }),
    202,
  );
  return id;
}

async function continuous(): Promise<{
  readonly id: string;
  readonly upload: (...all: string[]) => Promise<void>;
}> {
  const cluster = `cluster-${randomUUID()}`;
  const upload = async (...manifests: string[]): Promise<void> => {
    await data(
      service.client().PUT('/api/v1/clusters/{cluster}/manifests', {
        ...yamlBody,
        params: { path: { cluster } },
        body: manifests.join('---\n'),
      }),
    );
  };
  await upload(plainDeployment);
  return { id: await create({ continuous: true, scope: { clusters: [cluster] } }), upload };
}

describe('the event stream of a simulation', () => {
  it('tells how it comes along, and ends with it', async () => {
    const id = await create({ manifests: plainDeployment });
    const follower = await Follower.open(id);
    expect(follower.response?.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const events = await follower.all();
    expect(events.every(({ event }) => event === 'state')).toBe(true);
    expect(events.at(-1)?.data).toMatchObject({ id, status: 'succeeded', summary: { workloads: 1 } });
    const read = service.client().GET('/api/v1/simulations/{id}', { params: { path: { id } } });
    expect(events.at(-1)?.data).toEqual(await data(read));
  });

  it('has nothing more for somebody who has seen the end', async () => {
    const id = await create({ manifests: plainDeployment });
    await service.ended(id);
    const [last] = (await (await Follower.open(id)).all()).slice(-1);
    expect((await Follower.open(id, last?.id)).response?.status).toBe(204);
  });

  it('tells each change of a verdict, and how the simulation stands after it', async () => {
    const { id, upload } = await continuous();
    const follower = await Follower.open(id);
    await follower.until('state', 'active');
    await upload(plainDeployment, nginxDeployment);
    const change = await follower.until('change');
    expect(change?.data).toMatchObject({ seq: 1, change: 'added', workload: { name: 'nginx' } });
    const state = await follower.until('state', 'active');
    expect(state?.data).toMatchObject({ continuous: { changes: 1 }, summary: { verdicts: { breaks: 1 } } });
    follower.close();
  });

  it('is taken up where it was left, also at another process of the API, without a gap or a repetition', async () => {
    const { id, upload } = await continuous();
    const follower = await Follower.open(id);
    const seen = await follower.until('state', 'active');
    follower.close();
    const named = (name: string) => plainDeployment.replaceAll('plain', name);
    await upload(plainDeployment, named('a'), named('b'));
    await upload(plainDeployment, named('a'), named('b'), named('c'));
    const other = await createApplication(service.config);
    await other.listen({ host: '127.0.0.1', port: 0 });
    const again = await Follower.open(id, seen?.id, await other.getUrl());
    const changes = [await again.until('change'), await again.until('change'), await again.until('change')];
    expect(changes.map((each) => each?.data['seq'])).toEqual([1, 2, 3]);
    const half = await Follower.open(id, changes[1]?.id);
    expect((await half.until('change'))?.data['seq']).toBe(3);
    half.close();
    const ending = again.all();
    await other.close();
    expect((await ending).filter(({ event }) => event === 'change')).toEqual([]);
  });

  it('says between two events that it is still there', async () => {
    const { id } = await continuous();
    const follower = await Follower.open(id);
    await follower.until('state', 'active');
    let block = await follower.block();
    while (block !== undefined && block !== ':') block = await follower.block();
    expect(block).toBe(':');
    follower.close();
  });

  it('ends when the simulation is stopped, with that as the last event', async () => {
    const { id } = await continuous();
    const follower = await Follower.open(id);
    await follower.until('state', 'active');
    await data(service.client('editor').POST('/api/v1/simulations/{id}/stop', { params: { path: { id } } }));
    expect((await follower.all()).at(-1)?.data).toMatchObject({ status: 'stopped' });
  });

  it('ends when the simulation is deleted', async () => {
    const { id } = await continuous();
    const follower = await Follower.open(id);
    await follower.until('state', 'active');
    await done(service.client('editor').DELETE('/api/v1/simulations/{id}', { params: { path: { id } } }));
    expect((await follower.all()).filter(({ event }) => event === 'state')).toEqual([]);
    expect((await Follower.open(id)).response?.status).toBe(404);
  });

  it('is refused to a key that has many of them, until it closes one', async () => {
    const { id } = await continuous();
    const open = [await Follower.open(id), await Follower.open(id)];
    const third = await Follower.open(id);
    expect(third.response?.status).toBe(429);
    expect(third.response?.headers.get('retry-after')).toBe('5');
    open[0]?.close();
    await expect
      .poll(async () => {
        const next = await Follower.open(id);
        open.push(next);
        return next.response?.status;
      })
      .toBe(200);
    for (const each of open) each.close();
  });

  it('needs the id of an event, if any', async () => {
    const id = await create({ manifests: plainDeployment });
    expect((await Follower.open(id, '7')).response?.status).toBe(422);
    const ofTheFuture = await Follower.open(id, '999.999');
    expect((await ofTheFuture.all()).at(-1)?.data).toMatchObject({ status: 'succeeded' });
  });
});
