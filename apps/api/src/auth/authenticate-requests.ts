import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Authenticator } from './authenticator.js';
import { passwordAsBearer } from './bearer.js';
import { RateLimits } from './rate-limits.js';
import { setPrincipal } from './principal.js';

/**
 * Configuration of a route (`@RouteConfig`) that agents may call of which nothing but the address can be set: of
 * `https://<any>:<key>@…` HTTP clients make an Authorization header with a password. Browsers would send such a header unasked,
 * from pages of others too, so the route must take no body that they may send unasked (Fetch standard, CORS-safelisted
 * request-header).
 */
export const TAKES_KEY_AS_PASSWORD = { takesKeyAsPassword: true } as const;

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
    const principal = await authenticator.authenticateClient(authorizationOf(request), request.ip);
    setPrincipal(request, principal);
    await limits.count(principal, request, reply);
  });
}

function authorizationOf({ headers, routeOptions: { config } }: FastifyRequest): string | undefined {
  const takesPassword = 'takesKeyAsPassword' in config && config.takesKeyAsPassword === true;
  return takesPassword ? passwordAsBearer(headers.authorization) : headers.authorization;
}
