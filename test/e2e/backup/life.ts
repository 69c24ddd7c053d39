import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createKafka, type KafkaLogger } from '#libs/kafka';
import { loadConfig } from '#libs/platform';
import type { Producer } from 'kafkajs';
import { z } from 'zod';
import { falcoRead, listens, TestAgent, uses } from '../../fixtures/runtime-events.js';
import { createTopic } from '../../services/index.js';
import { nginxDeployment, plainDeployment, restrictedPolicy } from '../manifests.js';
import type { Product } from './product.js';
import { BUSY_NAMESPACE } from './readings.js';

const yaml = { type: 'application/yaml' };

/** What is known of a life only to who led it. */
export interface Life {
  /** Of an editor, shown once. */
  readonly editorKey: string;
  /** Of the webhook, shown once. */
  readonly webhookSecret: string;
  readonly webhook: string;
  readonly policy: string;
  /** A simulation that has ended. */
  readonly ended: string;
  /** One that goes on, with a history. */
  readonly continuous: string;
}

const withId = z.object({ id: z.string() });

/** Fills a new product with something of everything, through its API. */
export async function live(product: Product, receiver: string): Promise<Life> {
  await product.ask('POST', '/projects', {
    body: { name: 'payments', description: 'The team that takes the money.' },
  });
  const editor = z.object({ key: z.string() }).parse(
    await product.ask('POST', '/keys', {
      body: {
        name: 'deployers',
        bindings: [{ role: 'editor', project: 'all', clusters: 'all', namespaces: 'all' }],
      },
    }),
  );
  const revoked = await product.make('/keys', {
    body: {
      name: 'gone',
      bindings: [{ role: 'viewer', project: 'default', clusters: 'all', namespaces: 'all' }],
    },
  });
  await product.ask('DELETE', `/keys/${revoked}`);
  const webhook = z
    .object({ id: z.string(), secret: z.string() })
    .parse(
      await product.ask('POST', '/webhooks', { body: { url: receiver, description: 'Tells the chat.' } }),
    );

  const policy = await product.make('/policies', { body: restrictedPolicy, ...yaml });
  await product.ask('PUT', `/policies/${policy}`, {
    body: restrictedPolicy.replace('allowPrivilegeEscalation: true', 'allowPrivilegeEscalation: false'),
    ...yaml,
    headers: { 'if-match': '"1"' },
  });
  await product.make('/policies?project=payments', {
    body: restrictedPolicy.replace('name: restricted', 'name: base'),
    ...yaml,
  });

  const upload = (manifests: readonly string[]): Promise<unknown> =>
    product.ask('PUT', '/clusters/prod/manifests', { body: manifests.join('---\n'), ...yaml });
  await upload([nginxDeployment, plainDeployment]);
  await product.ask('POST', '/runtime-events', {
    body: new TestAgent().event([
      {
        pod: 'nginx-7d9c8b6f5-x2k4q',
        owner: { kind: 'ReplicaSet', name: 'nginx-7d9c8b6f5' },
        observations: [listens(80), uses('NET_BIND_SERVICE')],
      },
    ]),
  });
  const { items } = z
    .object({ items: z.array(withId) })
    .parse(await product.ask('GET', '/workloads?namespace=shop&name=nginx'));
  await product.ask('POST', `/workloads/${items[0]?.id ?? ''}/decisions`, {
    body: {
      decision: { kind: 'forget', item: { dimension: 'capability', capability: 'NET_BIND_SERVICE' } },
      reason: 'The port was moved above 1024.',
    },
  });

  await product.ask('PUT', '/clusters/old/manifests', { body: plainDeployment, ...yaml });
  const deletion = await product.ask('DELETE', '/clusters/old');
  await product.reached(`/deletions/${withId.parse(deletion).id}`, { status: 'succeeded' });

  const policies = [{ id: policy }];
  const ended = await product.make('/simulations', { body: { policies, scope: { clusters: ['prod'] } } });
  await product.reached(`/simulations/${ended}`, { status: 'succeeded' });
  const generated = await product.make('/simulations', {
    body: { generate: { scope: { clusters: ['prod'] } } },
  });
  await product.reached(`/simulations/${generated}`, { status: 'succeeded' });
  const continuous = await product.make('/simulations', {
    body: { policies, scope: { clusters: ['prod'] }, continuous: true },
  });
  await product.reached(`/simulations/${continuous}`, { status: 'active', continuous: { changes: 0 } });
  await upload([
    nginxDeployment.replace('hostNetwork: true', 'hostNetwork: false'),
    plainDeployment,
    plainDeployment.replace('name: plain', 'name: later'),
  ]);
  await product.reached(`/simulations/${continuous}`, { status: 'active', continuous: { changes: 2 } });
  return {
    editorKey: editor.key,
    webhookSecret: webhook.secret,
    webhook: webhook.id,
    policy,
    ended,
    continuous,
  };
}

/** Manifests enough for a simulation that takes a while. */
export function manyManifests(count: number): string {
  return Array.from({ length: count }, (_, index) =>
    nginxDeployment
      .replace('name: nginx\n  namespace', `name: web-${index}\n  namespace`)
      .replace('nginx:1.27', `nginx:1.${index}`),
  ).join('---\n');
}

/** Another service: notes what it is told, and whether that is signed with a secret. */
export class Receiver {
  readonly #told: { readonly id: string; readonly signed: string; readonly signature: string }[] = [];
  readonly #server: Server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    request.on('end', () => {
      const [id = '', time = '', signature = ''] = ['id', 'timestamp', 'signature'].map((name) =>
        String(request.headers[`webhook-${name}`]),
      );
      this.#told.push({ id, signed: `${id}.${time}.${text}`, signature });
      response.writeHead(204).end();
    });
  });

  async start(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = z.object({ port: z.int() }).parse(this.#server.address());
    return `http://127.0.0.1:${address.port}/hook`;
  }

  /** Whether it was told that, each time with the secret's signature; undefined: not at all. */
  toldWith(secret: string, delivery: string): boolean | undefined {
    const about = this.#told.filter(({ id }) => id === delivery);
    if (about.length === 0) return undefined;
    const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
    return about.every(
      ({ signed, signature }) =>
        signature === `v1,${createHmac('sha256', key).update(signed).digest('base64')}`,
    );
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

const silent: KafkaLogger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** A topic with alerts that nobody has numbered: one that is read twice counts twice. */
export class Alerts {
  readonly topic = `backup-${randomUUID()}`;
  /** Alerts sent. */
  sent = 0;
  #producer: Producer | undefined;
  #stopped = false;

  constructor(private readonly brokers: readonly string[]) {}

  async start(): Promise<void> {
    const { kafka: settings } = loadConfig({
      DATABASE_URL: 'postgres://localhost/nothing',
      KAFKA_BROKERS: this.brokers.join(','),
    });
    const kafka = createKafka({ ...settings, brokers: this.brokers }, silent);
    await createTopic(kafka, this.topic, 3);
    this.#producer = kafka.producer();
    await this.#producer.connect();
  }

  async send(count: number): Promise<void> {
    const { uuid: _, ...alert } = falcoRead(BUSY_NAMESPACE, '', { time: '2026-03-01T10:20:00Z' });
    await this.#producer?.send({
      topic: this.topic,
      messages: Array.from({ length: count }, () => ({ value: JSON.stringify(alert) })),
    });
    this.sent += count;
  }

  /** Sends without a pause until the work is done. */
  async sendDuring(work: () => Promise<void>): Promise<void> {
    const working = work().finally(() => (this.#stopped = true));
    while (!this.#stopped) await this.send(20);
    await working;
  }

  async stop(): Promise<void> {
    await this.#producer?.disconnect();
  }
}
