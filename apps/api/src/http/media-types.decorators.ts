import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiConsumes, ApiProduces } from '@nestjs/swagger';

export const CONSUMES = 'media-types:consumes';
export const PRODUCES = 'media-types:produces';

type MediaTypes = readonly [string, ...string[]];

/** The media types in which a route reads a body; application/json unless said otherwise. Anything else: 415. */
export const Consumes = (...mediaTypes: MediaTypes) =>
  applyDecorators(SetMetadata(CONSUMES, mediaTypes), ApiConsumes(...mediaTypes));

/** The media types that a route can answer in, the preferred one first; application/json unless said otherwise. */
export const Produces = (...mediaTypes: MediaTypes) =>
  applyDecorators(SetMetadata(PRODUCES, mediaTypes), ApiProduces(...mediaTypes));
