import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';

import { expandWorkload, fieldErrorText, type PodShape } from '#libs/kubernetes';
import { z } from 'zod';

const line = z.object({ id: z.string(), doc: z.unknown() });

/** A document of a corpus: its pods, or why it has none. */
export type CorpusEntry =
  | { readonly id: string; readonly shapes: readonly PodShape[] }
  | { readonly id: string; readonly invalid: string };

/** Reads JSON Lines `{"id", "doc", …}`, gzipped if the name ends in `.gz`. A line that can't be read is an entry too. */
export async function* readCorpus(path: string): AsyncGenerator<CorpusEntry> {
  const file = createReadStream(path);
  const lines = createInterface({
    input: path.endsWith('.gz') ? file.pipe(createGunzip()) : file,
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  let number = 0;
  for await (const text of lines) {
    number += 1;
    if (text.trim() !== '') yield readEntry(text, number);
  }
}

function readEntry(text: string, number: number): CorpusEntry {
  const fallback = `line ${number}`;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { id: fallback, invalid: `not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  const parsed = line.safeParse(json);
  if (!parsed.success) return { id: fallback, invalid: 'must be an object with "id" and "doc"' };
  const { id, doc } = parsed.data;
  const expansion = expandWorkload(doc, { cluster: 'corpus' });
  if (!expansion.ok) return { id, invalid: expansion.errors.map(fieldErrorText).join('; ') };
  if (expansion.workloads.length === 0) return { id, invalid: 'holds no pods' };
  return {
    id,
    shapes: expansion.workloads.map(({ workload, pod, templatePath }) => ({
      workload,
      origin: 'template',
      templatePath,
      pod,
    })),
  };
}
