import { Reach } from '#libs/persistence';
import { ForbiddenError, NotFoundError } from '#libs/platform';
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { operationId } from '../http/index.js';
import { ACCESS, type Access, CHANGES, UNLIMITED } from './access.decorators.js';
import { Authenticator } from './authenticator.js';
import { type Granted, requireNamed } from './owned-objects.js';
import { principalOf, setCall, setPrincipal, setReach } from './principal.js';

const projectInQuery = z.object({ project: z.string().optional() });

/**
 * The one place where access is decided: every route of the application passes here. What the caller may touch with this
 * call is handed on as a Reach, which everything asks for that lists or writes; what it names in its path is looked at here.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  /** About a megabyte. */
  readonly #granted: Granted = new LRUCache({ max: 5_000 });

  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(Authenticator) private readonly authenticator: Authenticator,
    @Inject(DataSource) private readonly dataSource: DataSource,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const of = [context.getHandler(), context.getClass()];
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, of);
    if (access === 'public') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const changes = !isRead && this.reflector.getAllAndOverride<boolean | undefined>(CHANGES, of) !== false;
    const operation = operationId(context.getClass().name, context.getHandler().name);
    setCall(request, { operation, audit: !isRead, changes });
    const principal =
      principalOf(request) ?? (await this.authenticator.authenticateHeader(request.headers.authorization));
    const reach = Reach.of(principal.bindings, access ?? []);
    if (reach.isNothing) {
      const held = [...new Set(principal.bindings.map(({ role }) => role))].sort().join(', ');
      throw new ForbiddenError(
        `What the caller is bound to (${held || 'nothing'}) does not permit this call.`,
      );
    }
    if (this.reflector.getAllAndOverride<boolean | undefined>(UNLIMITED, of) === true && !reach.isUnlimited) {
      throw new ForbiddenError(
        'This call needs a binding to all projects, clusters and namespaces; those of the caller are limited.',
      );
    }
    const narrowed = withinProject(request, reach);
    const decisions = { runner: this.dataSource, granted: this.#granted };
    await requireNamed(decisions, narrowed, {
      route: request.routeOptions.url ?? '',
      params: request.params,
      query: request.query,
    });
    setPrincipal(request, principal);
    setReach(request, narrowed);
    return true;
  }
}

/** A call that names a project in its query is about nothing else. */
function withinProject(request: FastifyRequest, reach: Reach): Reach {
  const { project } = projectInQuery.safeParse(request.query).data ?? {};
  if (project === undefined) return reach;
  if (!reach.permitsProject(project)) throw new NotFoundError(`There is no project ${project}.`);
  return reach.within(project);
}
