import { z } from 'zod';

import { generateBarePolicy } from '#libs/advisor';
import {
  expandWorkload,
  type FieldError,
  fieldErrorText,
  type PodShape,
  readDocuments,
} from '#libs/kubernetes';
import type { PodSecurityPolicy } from '#libs/psp';

/** Why a line has no policy. `code` is stable; `field` is the path in the document, in Kubernetes' spelling. */
export interface StreamError {
  readonly code:
    | 'invalid-line'
    | 'invalid-document'
    | 'no-pods'
    | 'invalid-pod'
    | 'refused-by-every-policy'
    | 'never-starts';
  readonly detail: string;
  readonly field?: string;
}

/** The answer to a line. `id` as given; null if it could not be read. */
export type StreamAnswer =
  | { readonly id: string | number | null; readonly psp: PodSecurityPolicy }
  | { readonly id: string | number | null; readonly error: StreamError };

const line = z.object({ id: z.union([z.string(), z.number()]), doc: z.unknown() });

/** Generates the policy of one line `{"id", "doc"}`. Never throws for any text. */
export function answerLine(text: string): StreamAnswer {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const detail = `not JSON: ${error instanceof Error ? error.message : String(error)}`;
    return { id: null, error: { code: 'invalid-line', detail } };
  }
  const parsed = line.safeParse(json);
  if (!parsed.success || parsed.data.doc === undefined) {
    const detail =
      'must be an object with "id", a string or number, and "doc", an object or a string of YAML';
    return { id: idOf(json), error: { code: 'invalid-line', detail } };
  }
  const { id, doc } = parsed.data;
  const read = readShapes(doc);
  if ('error' in read) return { id, error: read.error };
  const { policy, unsatisfiable } = generateBarePolicy({ sources: read.shapes });
  const [first] = unsatisfiable;
  if (policy !== undefined && unsatisfiable.every(({ stage }) => stage === 'start'))
    return { id, psp: policy };
  const { reason = 'invalid-pod', detail = '', field = '' } = first ?? {};
  return { id, error: { code: reason, detail, ...(field !== '' && { field }) } };
}

type ReadShapes = { readonly shapes: readonly PodShape[] } | { readonly error: StreamError };

function readShapes(doc: unknown): ReadShapes {
  if (typeof doc !== 'string') return expand([doc]);
  const { documents, mistakes } = readDocuments(doc);
  const [mistake] = mistakes;
  if (mistake === undefined) return expand(documents.map(({ value }) => value));
  const detail = `line ${mistake.line}, column ${mistake.column}: ${mistake.message}`;
  return { error: { code: 'invalid-document', detail, ...(mistake.path !== '' && { field: mistake.path }) } };
}

function expand(documents: readonly unknown[]): ReadShapes {
  const shapes: PodShape[] = [];
  for (const document of documents) {
    const expansion = expandWorkload(document, { cluster: '' });
    if (!expansion.ok) return { error: invalidDocument(expansion.errors) };
    for (const { workload, pod, templatePath } of expansion.workloads) {
      shapes.push({ workload, origin: 'template', templatePath, pod });
    }
  }
  if (shapes.length > 0) return { shapes };
  return { error: { code: 'no-pods', detail: 'the document holds no pods: no workload of a known kind' } };
}

function invalidDocument(errors: readonly FieldError[]): StreamError {
  const field = errors[0]?.field ?? '';
  const detail = errors.map(fieldErrorText).join('; ');
  return { code: 'invalid-document', detail, ...(field !== '' && { field }) };
}

function idOf(json: unknown): string | number | null {
  if (typeof json !== 'object' || json === null || !('id' in json)) return null;
  return typeof json.id === 'string' || typeof json.id === 'number' ? json.id : null;
}
