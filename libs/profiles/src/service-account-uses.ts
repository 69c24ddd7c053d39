import { SmallestHashes } from './smallest-hashes.js';

/** Kinds of requests (verb, group and resource) of a service account that are kept apart. */
const mostUses = 500;

/** What stands for all kinds of requests beyond the bound. No verb, group or resource has this name. */
export const MORE_THAN_KEPT = { verb: '*', apiGroup: '*', resource: '*' } as const;

/** Which kinds of requests of one service account are kept apart: it depends on the set of them, not on their order. */
export function keptUses(): SmallestHashes {
  return new SmallestHashes(mostUses);
}
