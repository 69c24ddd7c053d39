import { ForbiddenError } from '#libs/platform';
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { ACCESS, type Access } from './access.decorators.js';
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
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (access === 'public') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const principal =
      principalOf(request) ?? (await this.authenticator.authenticateHeader(request.headers.authorization));
    if (access === undefined || !access.includes(principal.role)) {
      throw new ForbiddenError(`The role of this API key, ${principal.role}, does not permit this call.`);
    }
    setPrincipal(request, principal);
    return true;
  }
}
