import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { Authenticator } from './authenticator.js';
import { RateLimits } from './rate-limits.js';
import { setPrincipal } from './principal.js';

/**
 * Finds out who calls, and whether too often, before anything of the body is read, so that strangers can't make the service
 * parse large documents. Whether the caller may do what it asks for is decided later, by the AccessGuard.
 */
export function authenticateRequests(app: NestFastifyApplication): void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  const authenticator = app.get(Authenticator);
  const limits = app.get(RateLimits);
  fastify.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith('/api/v1/')) return;
    const principal = await authenticator.authenticateClient(request.headers.authorization, request.ip);
    setPrincipal(request, principal);
    await limits.count(principal, request, reply);
  });
}
