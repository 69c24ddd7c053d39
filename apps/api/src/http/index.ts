export { preferredMediaType } from './accept.js';
export { mediaTypeOf } from './media-type.guard.js';
export { Consumes, Produces } from './media-types.decorators.js';
