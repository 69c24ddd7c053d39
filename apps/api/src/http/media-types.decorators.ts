import { SetMetadata } from '@nestjs/common';

export const CONSUMES = 'media-types:consumes';
export const PRODUCES = 'media-types:produces';

/** The media types in which a route reads a body; application/json unless said otherwise. Anything else: 415. */
export const Consumes = (...mediaTypes: readonly [string, ...string[]]) => SetMetadata(CONSUMES, mediaTypes);

/** The media types that a route can answer in, the preferred one first; application/json unless said otherwise. */
export const Produces = (...mediaTypes: readonly [string, ...string[]]) => SetMetadata(PRODUCES, mediaTypes);
