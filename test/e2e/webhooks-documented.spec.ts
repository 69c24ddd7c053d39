import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '#libs/embedded-services';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startTestService, type TestService } from './service.js';

const webhooks = '/api/v1/webhooks';
const folder = mkdtempSync(join(tmpdir(), 'policy-advisor-receiver-'));
let service: TestService;
let receiver: ChildProcess | undefined;

beforeAll(async () => {
  service = await startTestService({
    WEBHOOK_ALLOW_HTTP: 'true',
    WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8',
    SIMULATION_RECONCILE_INTERVAL: '100ms',
  });
});
afterAll(async () => {
  await service.stop();
  receiver?.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

/** The receiver that docs/webhooks.md prints, as it stands there. */
function documented(): string {
  const [, program = ''] = /```js\n([^]*?)```/.exec(readFileSync('docs/webhooks.md', 'utf8')) ?? [];
  const file = join(folder, 'receiver.mjs');
  writeFileSync(file, program);
  return file;
}

it('the receiver of the documentation takes what is genuine, also while secrets are exchanged, and nothing else', async () => {
  const [port = 0] = await freePorts(1);
  const url = `http://127.0.0.1:${port}/`;
  const { body: webhook } = await service.request().post(webhooks).send({ url }).expect(201);
  const environment = { ...process.env, PORT: String(port), WEBHOOK_SECRET: String(webhook.secret) };
  receiver = spawn(process.execPath, [documented()], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said = once(receiver.stdout ?? receiver, 'data');
  await vi.waitFor(async () => expect((await fetch(url, { method: 'POST' })).status).toBe(401), {
    timeout: 10_000,
  });
  const told = async (): Promise<unknown> => {
    const { body: ping } = await service.request().post(`${webhooks}/${webhook.id}/ping`).expect(202);
    return vi.waitFor(
      async () => {
        const { body } = await service.request().get(`${webhooks}/${webhook.id}/deliveries`).expect(200);
        const delivery = body.items.find(({ id }: { id: string }) => id === ping.id);
        expect(delivery.attempts).toHaveLength(1);
        return delivery;
      },
      { timeout: 10_000 },
    );
  };
  expect(await told()).toMatchObject({ state: 'delivered', attempts: [{ status: 204 }] });
  expect(String((await said)[0])).toBe('ping\n');
  const rotate = (graceSeconds: number) =>
    service.request().post(`${webhooks}/${webhook.id}/secret`).send({ graceSeconds }).expect(200);
  await rotate(3_600);
  expect(await told()).toMatchObject({ state: 'delivered', attempts: [{ status: 204 }] });
  await rotate(0);
  expect(await told()).toMatchObject({ state: 'pending', attempts: [{ status: 401 }] });
});
