import { Foundation1764000000000 } from './1764000000000-foundation.js';

/** All migrations in the order in which they run; the number is the time at which one was written. */
export const migrations = [Foundation1764000000000];
