import { type Role } from '#libs/persistence';
import { ForbiddenError } from '#libs/platform';
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { PUBLIC, ROLES } from './access.decorators.js';
import { ApiKeyAuthenticator } from './api-key-authenticator.js';
import { principalOf, setPrincipal } from './principal.js';

/** The one place where access is decided: every route of the application passes here. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(ApiKeyAuthenticator) private readonly authenticator: ApiKeyAuthenticator,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC, targets) === true) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const principal =
      principalOf(request) ?? (await this.authenticator.authenticateHeader(request.headers.authorization));
    const roles = this.reflector.getAllAndOverride<readonly Role[] | undefined>(ROLES, targets);
    if (roles === undefined || (principal.role !== 'admin' && !roles.includes(principal.role))) {
      throw new ForbiddenError(`The role of this API key, ${principal.role}, does not permit this call.`);
    }
    setPrincipal(request, principal);
    return true;
  }
}
