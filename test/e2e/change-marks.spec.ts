import { randomUUID } from 'node:crypto';
import { rows } from '#libs/persistence';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { yamlBody } from '#libs/client';
import { data } from './answers.js';
import { plainDeployment, restrictedPolicy } from './manifests.js';
import { startTestService, type TestService } from './service.js';

let service: TestService;
const instance = randomUUID();
let sequence = 0;

beforeAll(async () => {
  service = await startTestService({}, { worker: false });
  await data(
    service.client().PUT('/api/v1/clusters/{cluster}/manifests', {
      ...yamlBody,
      params: { path: { cluster: 'prod' } },
      body: plainDeployment,
    }),
    200,
  );
});
afterAll(() => service.stop());

/** Takes the marks that are there, and says why they were made. */
async function marks(): Promise<readonly string[]> {
  const found = await rows(
    service.dataSource,
    z.object({ cause: z.string() }),
    `DELETE FROM change_marks RETURNING cause`,
  );
  return found.map(({ cause }) => cause);
}

async function send(event: {
  readonly pod?: string;
  readonly covers?: readonly string[];
  readonly seen?: string;
}) {
  const { pod = 'x2k4q', covers = ['capability'], seen } = event;
  const at = '2026-03-02T10:00:00Z';
  const observation = { dimension: 'capability', granted: true, uid: 0, count: 1, first: at, last: at };
  await data(
    service.client('agent').POST('/api/v1/runtime-events', {
      body: {
        schema: 'runtime-events/v1',
        cluster: 'prod',
        node: 'node-1',
        agent: { name: 'test', version: '1', instance },
        sequence: sequence++,
        sentAt: at,
        covers,
        containers: [
          {
            namespace: 'shop',
            pod: { name: `plain-7d9c8b6f5-${pod}`, uid: pod },
            owner: { kind: 'ReplicaSet', name: 'plain-7d9c8b6f5' },
            container: { name: 'main', image: 'plain:1', startedAt: at, fromStart: true },
            observations: seen === undefined ? [] : [{ ...observation, capability: seen }],
          },
        ],
      },
    }),
    202,
  );
}

it('runtime events mark a workload for what they say anew, while a simulation goes on', async () => {
  await send({ seen: 'CHOWN' });
  expect(await marks()).toEqual([]);

  const editor = service.client('editor');
  const { id } = await data(
    editor.POST('/api/v1/simulations', {
      body: { policies: [{ document: restrictedPolicy }], continuous: true },
    }),
    202,
  );

  await send({ seen: 'CHOWN' });
  expect(await marks()).toEqual([]);
  await send({ seen: 'NET_RAW' });
  expect(await marks()).toEqual(['profile']);
  await send({ seen: 'NET_RAW' });
  expect(await marks()).toEqual([]);
  await send({ pod: 'h6t2z' });
  expect(await marks()).toEqual(['profile']);
  await send({ pod: 'h6t2z', seen: 'NET_RAW' });
  expect(await marks()).toEqual(['profile']);
  await send({ pod: 'h6t2z', covers: ['capability', 'exec'] });
  expect(await marks()).toEqual(['profile']);
  await send({ pod: 'h6t2z', covers: ['capability', 'exec'], seen: 'NET_RAW' });
  expect(await marks()).toEqual([]);

  await data(editor.POST('/api/v1/simulations/{id}/stop', { params: { path: { id } } }), 200);
  await send({ seen: 'SYS_ADMIN' });
  expect(await marks()).toEqual([]);
});
