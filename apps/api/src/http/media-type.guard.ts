import { NotAcceptableError, UnsupportedMediaTypeError } from '#libs/platform';
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { preferredMediaType } from './accept.js';
import { CONSUMES, PRODUCES } from './media-types.decorators.js';

const json: readonly string[] = ['application/json'];

/** Refuses what a route can't read (415) or can't answer in (406), by @Consumes and @Produces. */
@Injectable()
export class MediaTypeGuard implements CanActivate {
  constructor(@Inject(Reflector) private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const targets = [context.getHandler(), context.getClass()];
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const consumes =
      this.reflector.getAllAndOverride<readonly string[] | undefined>(CONSUMES, targets) ?? json;
    const produces =
      this.reflector.getAllAndOverride<readonly string[] | undefined>(PRODUCES, targets) ?? json;
    const sent = mediaTypeOf(request);
    if (sent !== undefined && !consumes.includes(sent)) {
      const instead = sent === '' ? 'and Content-Type says nothing' : `not ${sent}`;
      throw new UnsupportedMediaTypeError(`This route reads ${consumes.join(', ')}, ${instead}.`, {
        headers: { accept: consumes.join(', ') },
      });
    }
    if (preferredMediaType(request.headers.accept, produces) === undefined) {
      throw new NotAcceptableError(`This route answers in ${produces.join(', ')}.`);
    }
    return true;
  }
}

/**
 * The media type of the body that was sent, without parameters and in lower case; "" if Content-Type is missing,
 * undefined without a body.
 */
export function mediaTypeOf(request: FastifyRequest): string | undefined {
  if (request.body === undefined || request.body === null) return undefined;
  return (request.headers['content-type'] ?? '').split(';', 1).join().trim().toLowerCase();
}
