import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { authenticateRequests } from '../auth/authenticate-requests.js';
import type { FastifyInstance } from 'fastify';

/** Media types beside JSON that routes may read with @Consumes; their handlers get the text. */
const textMediaTypes = [
  'application/yaml',
  'application/x-yaml',
  'text/yaml',
  'text/x-yaml',
  'application/x-ndjson',
];

/** Everything about HTTP that is below Nest. */
export async function configureHttp(app: NestFastifyApplication): Promise<void> {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  fastify.addContentTypeParser(textMediaTypes, { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  );
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    done();
  });
  authenticateRequests(app);
  await app.init();
  await fastify.ready();
}
