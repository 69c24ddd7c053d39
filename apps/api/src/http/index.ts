export { preferredMediaType } from './accept.js';
export { AnswersIfChanged, ChangesIfMatching } from './conditional.decorators.js';
export { contentTag, entityTag, isUnchanged, requireMatch, unlessUnchanged } from './entity-tags.js';
export { labelSelector } from './label-selector.js';
export { operationId } from './operation-id.js';
export { mediaTypeOf } from './media-type.guard.js';
export { Consumes, Produces } from './media-types.decorators.js';
export { cutPage, decodeCursor, encodeCursor, pageOf, pageQuery, sendPage } from './paging.js';
