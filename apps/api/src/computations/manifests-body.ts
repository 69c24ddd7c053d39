import { readDocuments, type ReadDocuments, readObjects } from '#libs/kubernetes';
import { z } from 'zod';

const objects = z.array(z.record(z.string(), z.unknown())).max(50_000);
const manifestsBody = z.union([
  objects,
  z.object({ manifests: z.union([z.string(), objects]) }),
  z.looseObject({ kind: z.string() }),
]);

/** What a body of JSON has of manifests: in one text or as objects, at `pointer`. Or why there are none. Plain data. */
export type ReadBody =
  | { readonly unreadable: 'not-json' | 'too-deep' }
  | { readonly issues: readonly z.core.$ZodIssue[] }
  | { readonly pointer: string; readonly isText: boolean; readonly read: ReadDocuments };

/** Reads a body that was JSON: an object, a list of them, or `manifests`. Pure; never throws. */
export function readManifestsBody(body: unknown): ReadBody {
  const parsed = manifestsBody.safeParse(body);
  if (!parsed.success) return { issues: parsed.error.issues };
  const { data } = parsed;
  if (Array.isArray(data)) return { pointer: '', isText: false, read: readObjects(data) };
  if ('kind' in data) return { pointer: '', isText: false, read: readObjects([data]) };
  const { manifests } = data;
  const isText = typeof manifests === 'string';
  return { pointer: '/manifests', isText, read: isText ? readDocuments(manifests) : readObjects(manifests) };
}

/** The same of the text, which is refused as Fastify refuses shorter ones. Pure; never throws. */
export function readManifestsText({
  text,
  deepest,
}: {
  readonly text: string;
  /** Lists and objects that may stand in one another. */
  readonly deepest: number;
}): ReadBody {
  let body: unknown;
  try {
    body = JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch {
    return { unreadable: 'not-json' };
  }
  const unfit = unfitness(body, deepest);
  return unfit === undefined ? readManifestsBody(body) : { unreadable: unfit };
}

/** Keys that would change a prototype count first, however deep they lie. Not recursive: depth is no matter of the stack. */
function unfitness(body: unknown, deepest: number): 'not-json' | 'too-deep' | undefined {
  let depth = 0;
  for (let level = [body].filter(isContainer); level.length > 0; depth += 1) {
    if (level.some(touchesPrototype)) return 'not-json';
    level = level.flatMap((each) => Object.values(each).filter(isContainer));
  }
  return depth > deepest ? 'too-deep' : undefined;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** As `secure-json-parse` has it, by which Fastify reads JSON. */
function touchesPrototype(object: object): boolean {
  if (Object.hasOwn(object, '__proto__')) return true;
  const made = Object.getOwnPropertyDescriptor(object, 'constructor')?.value;
  return isContainer(made) && Object.hasOwn(made, 'prototype');
}
