import { z } from 'zod';
import { changeCause } from './change-mark.js';

/** Why the workloads of a chunk are judged again: all of them, and some for more reasons. The column `causes`. */
export const chunkCauses = z.object({
  all: z.array(changeCause),
  workloads: z.record(z.string(), z.array(changeCause)),
  /** What happened to the policies, for people. */
  policies: z.array(z.string()),
});
export type ChunkCauses = z.infer<typeof chunkCauses>;
