import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { Authenticator } from './authenticator.js';
import { setPrincipal } from './principal.js';

/**
 * Finds out who calls before anything of the body is read, so that strangers can't make the service parse large
 * documents. Whether the caller may do what it asks for is decided later, by the AccessGuard.
 */
export function authenticateRequests(app: NestFastifyApplication): void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  const authenticator = app.get(Authenticator);
  fastify.addHook('onRequest', async (request) => {
    if (!request.url.startsWith('/api/v1/')) return;
    setPrincipal(request, await authenticator.authenticateHeader(request.headers.authorization));
  });
}
