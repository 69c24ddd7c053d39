import { Reach } from '#libs/persistence';
import { ForbiddenError, NotFoundError } from '#libs/platform';
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ACCESS, type Access, UNLIMITED } from './access.decorators.js';
import { ApiKeyAuthenticator } from './api-key-authenticator.js';
import { principalOf, setPrincipal, setReach } from './principal.js';

/** Path parameters that name a place. */
const placeInPath = z.object({ cluster: z.string().optional(), namespace: z.string().optional() });

/**
 * The one place where access is decided: every route of the application passes here. What the caller may touch with this
 * call is handed on as a Reach, which everything asks for that reads or writes.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(ApiKeyAuthenticator) private readonly authenticator: ApiKeyAuthenticator,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const of = [context.getHandler(), context.getClass()];
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, of);
    if (access === 'public') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const principal =
      principalOf(request) ?? (await this.authenticator.authenticateHeader(request.headers.authorization));
    const reach = Reach.of(principal.bindings, access ?? []);
    if (reach.isNothing) {
      const held = [...new Set(principal.bindings.map(({ role }) => role))].sort().join(', ');
      throw new ForbiddenError(`What this API key is bound to (${held}) does not permit this call.`);
    }
    if (this.reflector.getAllAndOverride<boolean | undefined>(UNLIMITED, of) === true && !reach.isUnlimited) {
      throw new ForbiddenError(
        'This call needs a binding to all projects, clusters and namespaces; those of this API key are limited.',
      );
    }
    requirePlaceInPath(request, reach);
    setPrincipal(request, principal);
    setReach(request, reach);
    return true;
  }
}

// As if it were not there: whether it is says something of it.
function requirePlaceInPath(request: FastifyRequest, reach: Reach): void {
  const { cluster, namespace } = placeInPath.parse(request.params);
  if (cluster === undefined) return;
  const permitted =
    namespace === undefined ? reach.permitsCluster(cluster) : reach.permitsPlace({ cluster, namespace });
  if (permitted) return;
  throw new NotFoundError(
    namespace === undefined
      ? `There is no cluster ${cluster}.`
      : `There is no namespace ${namespace} in cluster ${cluster}.`,
  );
}
