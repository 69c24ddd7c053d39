import { appendAudit, audited, type AuditedCall, recordedChanges } from '#libs/persistence';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  Logger,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Observable } from 'rxjs';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { callOf, principalOf } from '../auth/index.js';

/** Entries of refused calls of a caller in a minute: nobody is to fill the log. The log of requests has them all. */
const mostRefusals = 60;

/** Calls that recorded their changes themselves, each in its transaction. */
const recorded = new WeakSet<FastifyRequest>();

/** Lets whatever a handler does know whose call it is part of. */
@Injectable()
export class AuditInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const call = auditedCallOf(request);
    if (call === undefined) return next.handle();
    return new Observable((subscriber) =>
      audited(call, () => {
        const subscription = next.handle().subscribe({
          next: (value) => {
            if (recordedChanges() > 0) recorded.add(request);
            subscriber.next(value);
          },
          error: (error: unknown) => subscriber.error(error),
          complete: () => subscriber.complete(),
        });
        return subscription;
      }),
    );
  }
}

/**
 * Records calls that were to change something and were refused or failed, and those that succeeded without a change that
 * was recorded in its own transaction, so that no route can be forgotten. After the answer: what can't be written is
 * logged.
 */
export function auditCalls(app: NestFastifyApplication): void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  const dataSource = app.get(DataSource);
  const logger = new Logger('AuditLog');
  const refusals = new RateLimiterMemory({ points: mostRefusals, duration: 60 });
  fastify.addHook('onResponse', async (request, reply) => {
    const call = auditedCallOf(request);
    const status = reply.statusCode;
    if (call === undefined || (status < 400 && recorded.has(request))) return;
    if (status < 400 && callOf(request)?.changes !== true) return;
    const outcome = status >= 500 ? 'failed' : status >= 400 ? 'refused' : 'done';
    if (outcome === 'refused' && !(await takes(refusals, call.actor.id ?? ''))) return;
    const location = reply.getHeader('location');
    const change = namedObject(request, typeof location === 'string' ? location : undefined);
    try {
      await appendAudit(dataSource, call, { outcome, status, change });
    } catch (error) {
      logger.error(
        { err: error, requestId: call.requestId },
        'a call could not be recorded in the audit log',
      );
    }
  });
}

async function takes(limiter: RateLimiterMemory, key: string): Promise<boolean> {
  try {
    await limiter.consume(key);
    return true;
  } catch (error) {
    if (error instanceof RateLimiterRes) return false;
    throw error;
  }
}

/** Undefined: nobody is known to call, or the call is none that changes anything. */
function auditedCallOf(request: FastifyRequest): AuditedCall | undefined {
  const principal = principalOf(request);
  const call = callOf(request);
  if (principal === undefined || call === undefined || !call.audit) return undefined;
  const { kind, keyId: id, name } = principal;
  return { actor: { kind, id, name }, requestId: request.id, operation: call.operation };
}

const named = z.object({
  id: z.string().max(253).optional(),
  project: z.string().max(253).optional(),
  cluster: z.string().max(253).optional(),
  namespace: z.string().max(253).optional(),
});

/** The object that a path names, or that a Location leads to. */
function namedObject(request: FastifyRequest, location: string | undefined) {
  const params = named.safeParse(request.params).data ?? {};
  const [, collection, made] = /^\/api\/v1\/([a-z-]+)\/([^/]+)/.exec(location ?? '') ?? [];
  const kind = collection ?? /^\/api\/v1\/([a-z-]+)/.exec(request.routeOptions.url ?? '')?.[1];
  const id = made ?? params.id ?? params.project ?? params.cluster;
  return { ...params, ...(kind === undefined ? {} : { kind }), ...(id === undefined ? {} : { id }) };
}
