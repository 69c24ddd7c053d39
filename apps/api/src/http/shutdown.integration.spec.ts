import { loadConfig } from '#libs/platform';
import { Controller, Get, Module } from '@nestjs/common';
import { expect, it } from 'vitest';
import { createDatabase } from '../../../../test/services/index.js';
import { AppModule } from '../app.module.js';
import { Public } from '../auth/index.js';
import { createApplication } from '../create-application.js';

const arrived = Promise.withResolvers<void>();
const answer = Promise.withResolvers<object>();

@Controller('slow')
@Public()
class SlowController {
  @Get()
  slow(): Promise<object> {
    arrived.resolve();
    return answer.promise;
  }
}

@Module({ imports: [AppModule], controllers: [SlowController] })
class SlowModule {}

it('answers requests that have arrived, and takes no new ones, while it stops', async () => {
  const config = loadConfig({ DATABASE_URL: await createDatabase(), LOG_LEVEL: 'silent' });
  const app = await createApplication(config, SlowModule);
  await app.listen({ host: '127.0.0.1', port: 0 });
  const url = await app.getUrl();
  expect((await fetch(`${url}/healthz`)).status).toBe(200); // leaves an idle connection behind
  const inFlight = fetch(`${url}/slow`);
  await arrived.promise;
  const closed = app.close();
  await expect(fetch(`${url}/healthz`)).rejects.toThrow('fetch failed');
  answer.resolve({ done: true });
  const response = await inFlight;
  expect([response.status, await response.json()]).toEqual([200, { done: true }]);
  await closed;
});
