import 'reflect-metadata';
import { Readiness, runProcess, startTracing } from '#libs/platform';
import { createApplication } from './create-application.js';

await runProcess(async (config) => {
  const endTracing = startTracing(config, 'api');
  const app = await createApplication(config);
  await app.listen({ host: config.http.host, port: config.http.port });
  return {
    stop: async () => {
      app.get(Readiness).stop();
      await app.close();
      await endTracing();
    },
  };
});
