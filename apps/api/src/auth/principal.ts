import type { Binding, Reach } from '#libs/persistence';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** Who makes a request. */
export interface Principal {
  readonly kind: 'key' | 'token';
  /** The id of the API key; of a token one that is made from its issuer and subject. */
  readonly keyId: string;
  /** The name that the key was given, or that the token says. */
  readonly name: string;
  readonly bindings: readonly Binding[];
  /** Requests in a window, if it has a limit of its own. */
  readonly requestLimit?: number | undefined;
}

const principals = new WeakMap<FastifyRequest, Principal>();
/** What a request is, as the guard found it. */
export interface Call {
  /** Its operationId. */
  readonly operation: string;
  /** Whether it belongs in the audit log, if only when it is refused. */
  readonly audit: boolean;
  /** Whether it changes something whenever it succeeds. */
  readonly changes: boolean;
}

const calls = new WeakMap<FastifyRequest, Call>();
const reaches = new WeakMap<FastifyRequest, Reach>();

export function setPrincipal(request: FastifyRequest, principal: Principal): void {
  principals.set(request, principal);
}

export function setCall(request: FastifyRequest, call: Call): void {
  calls.set(request, call);
}

/** Undefined before the guard, and where there is no such route. */
export function callOf(request: FastifyRequest): Call | undefined {
  return calls.get(request);
}

export function setReach(request: FastifyRequest, reach: Reach): void {
  reaches.set(request, reach);
}

/** The principal of a request that the guard let pass; undefined on public routes. */
export function principalOf(request: FastifyRequest): Principal | undefined {
  return principals.get(request);
}

/** A parameter of a handler: `@CurrentPrincipal() principal: Principal`. Not on public routes. */
export const CurrentPrincipal = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const principal = principalOf(context.switchToHttp().getRequest<FastifyRequest>());
  if (principal === undefined) throw new Error('this route has no principal: it is public');
  return principal;
});

/** A parameter of a handler: what the caller may touch with this call. Not on public routes. */
export const CurrentReach = createParamDecorator((_: unknown, context: ExecutionContext): Reach => {
  const reach = reaches.get(context.switchToHttp().getRequest<FastifyRequest>());
  if (reach === undefined) throw new Error('this route has no reach: it is public');
  return reach;
});
