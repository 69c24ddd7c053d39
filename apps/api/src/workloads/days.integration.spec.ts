import { randomUUID } from 'node:crypto';
import { loadConfig } from '#libs/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../../../test/services/index.js';
import { createApplication } from '../create-application.js';
import { encodeCursor } from '../http/index.js';

const key = 'integration-test-bootstrap-key-0123456789';
const workload = `/api/v1/workloads/${randomUUID()}`;
const refusal = (where: object, detail: string) => ({ code: 'invalid', errors: [{ ...where, detail }] });
let app: NestFastifyApplication;

beforeAll(async () => {
  const environment = {
    DATABASE_URL: await createDatabase(),
    BOOTSTRAP_API_KEY_FILE: '/key',
    LOG_LEVEL: 'silent',
  };
  app = await createApplication(loadConfig(environment, { readFile: () => key }));
});
afterAll(() => app.close());

async function ask(path: string, payload?: object) {
  const answer = await app.inject({
    method: payload === undefined ? 'GET' : 'POST',
    url: `${workload}/${path}`,
    headers: { authorization: `Bearer ${key}` },
    ...(payload === undefined ? {} : { payload }),
  });
  const body: unknown = answer.json();
  return { status: answer.statusCode, body };
}

describe('a day that Postgres does not know', () => {
  it.each(['coverage', 'profile', 'interactions', 'service-account-uses'])(
    'is refused in the window of %s',
    async (list) => {
      const { status, body } = await ask(`${list}?from=0000-01-01`);
      expect(status).toBe(422);
      expect(body).toMatchObject(
        refusal({ parameter: 'from' }, 'must be a day that exists, from 1971 to 2261'),
      );
    },
  );

  it('is refused in a cursor', async () => {
    const { status, body } = await ask(
      `interactions?cursor=${encodeCursor(['0000-01-01', 'pod', 'container', 'exec'])}`,
    );
    expect(status).toBe(422);
    expect(body).toMatchObject(refusal({ parameter: 'cursor' }, 'must be the `next` of a page of this list'));
  });

  it('is refused as the one from which on a profile is learned anew', async () => {
    const { status, body } = await ask('decisions', {
      decision: { kind: 'learn-anew', since: '0000-01-01' },
    });
    expect(status).toBe(422);
    expect(body).toMatchObject(
      refusal({ pointer: '/decision/since' }, 'must be a day that exists, from 1971 to 2261'),
    );
  });
});
