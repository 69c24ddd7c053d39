import { utf8Length } from './names.js';
import { formatPointer } from './json-pointer.js';
import { readJsonStream, wellFormed } from './read-json.js';
import type { ReadValue } from './read-value.js';
import { readYaml } from './read-yaml.js';
import { isRecord, jsonType } from './schema.js';

/** Longest text that is read by default, in bytes of UTF-8. The worst that fits takes a few seconds. */
export const MAX_TEXT_BYTES = 8 * 1024 * 1024;
/** Deepest nesting of objects and lists that is read by default. Schemas of custom resources reach about 50. */
export const MAX_NESTING = 200;
/** Most objects that are read from one text by default, items of Lists counted. */
export const MAX_DOCUMENTS = 50_000;

export interface DocumentLimits {
  readonly maxTextBytes?: number;
  readonly maxNesting?: number;
  readonly maxDocuments?: number;
}

/** An object of a text; those of Lists are taken out of them. */
export interface ManifestDocument {
  /** Position among the documents of the text that are not empty, from 0. */
  readonly index: number;
  /** Line on which the document begins, from 1. */
  readonly line: number;
  /** JSON Pointer of the object within its document: empty, or `/items/3`. */
  readonly path: string;
  readonly value: Readonly<Record<string, unknown>>;
}

export interface DocumentMistake {
  /** Position of the document, as above. */
  readonly index: number;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  /** JSON Pointer within the document; empty for the whole of it, or for mistakes of syntax. */
  readonly path: string;
  readonly message: string;
}

/** What could be read, and what could not. A caller who wants all or nothing looks at `mistakes` first. */
export interface ReadDocuments {
  readonly documents: readonly ManifestDocument[];
  readonly mistakes: readonly DocumentMistake[];
}

/**
 * Reads a text of manifests as Kubernetes does (NewYAMLOrJSONDecoder in apimachinery/pkg/util/yaml/decoder.go,
 * v0.24.17): JSON values one after another if it begins with a brace, else YAML documents that lines of `---` separate.
 * Empty documents are skipped, Lists of any kind are replaced by their items, anything that is no object is a mistake.
 * Never throws for bad input. Strict where Kubernetes is lenient: a key that occurs twice is a mistake.
 */
export function readDocuments(text: string, limits: DocumentLimits = {}): ReadDocuments {
  const { maxTextBytes = MAX_TEXT_BYTES, maxNesting = MAX_NESTING, maxDocuments = MAX_DOCUMENTS } = limits;
  const refuse = (message: string): ReadDocuments => ({
    documents: [],
    mistakes: [{ index: 0, line: 1, column: 1, path: '', message }],
  });
  if (text.length > maxTextBytes || utf8Length(text) > maxTextBytes) {
    return refuse(`the text is longer than ${maxTextBytes} bytes`);
  }
  if (!text.isWellFormed())
    return refuse('the text is no valid Unicode: it contains half of a surrogate pair');

  const found: Found = { documents: [], mistakes: [], limit: maxDocuments };
  const lines = new LineCounter(text);
  let index = 0;
  const stream = startsWithBrace.test(text)
    ? readJsonStream(text, maxNesting)
    : readYamlStream(text, maxNesting);
  for (const { offset, read } of stream) {
    if (read.ok && read.value === null) continue;
    const { line } = lines.at(offset);
    if (read.ok) collect(read.value, { index, line, path: [] }, found);
    else {
      const place = lines.at(read.mistake.offset);
      found.mistakes.push({ index, ...place, path: '', message: read.mistake.message });
    }
    if (isFull(found)) {
      const message = `the text has more than ${maxDocuments} objects`;
      found.mistakes.push({ index, line, column: 1, path: '', message });
      break;
    }
    index += 1;
  }
  return { documents: found.documents.slice(0, maxDocuments), mistakes: found.mistakes };
}

/**
 * The same of objects that were read already, as values without lines: `line` is 0. Text that JSON can't say (halves of
 * surrogate pairs) becomes U+FFFD, as in a text of them.
 */
export function readObjects(
  objects: readonly Readonly<Record<string, unknown>>[],
  { maxNesting = MAX_NESTING, maxDocuments = MAX_DOCUMENTS }: DocumentLimits = {},
): ReadDocuments {
  const found: Found = { documents: [], mistakes: [], limit: maxDocuments };
  for (const [index, object] of objects.entries()) {
    const place = { index, line: 0, column: 0, path: '' };
    if (nestsDeeperThan(object, maxNesting))
      found.mistakes.push({ ...place, message: `nesting exceeds ${maxNesting} levels` });
    else collect(isWellFormed(object) ? object : wellFormed(object), { index, line: 0, path: [] }, found);
    if (isFull(found)) {
      found.mistakes.push({ ...place, message: `there are more than ${maxDocuments} objects` });
      break;
    }
  }
  return { documents: found.documents.slice(0, maxDocuments), mistakes: found.mistakes };
}

function nestsDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((each) => nestsDeeperThan(each, levels - 1));
}

function isWellFormed(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isWellFormed);
  return Object.entries(value).every(([key, field]) => key.isWellFormed() && isWellFormed(field));
}

/** unicode.IsSpace, then a brace; a byte order mark is no space. */
const startsWithBrace = /^[\t\n\v\f\r \u0085\u00a0]*\{/;

interface Found {
  readonly documents: ManifestDocument[];
  readonly mistakes: DocumentMistake[];
  readonly limit: number;
}

function isFull(found: Found): boolean {
  return found.documents.length + found.mistakes.length > found.limit;
}

interface Place {
  readonly index: number;
  readonly line: number;
  readonly path: readonly (string | number)[];
}

function collect(value: unknown, place: Place, found: Found): void {
  const { index, line } = place;
  const path = formatPointer(place.path);
  if (!isRecord(value)) {
    found.mistakes.push({
      index,
      line,
      column: 1,
      path,
      message: `must be object with apiVersion and kind, was ${jsonType(value)}`,
    });
    return;
  }
  const { kind, apiVersion, items } = value;
  if (typeof kind !== 'string' || !kind.endsWith('List') || !(Array.isArray(items) || items === null)) {
    found.documents.push({ index, line, path, value });
    return;
  }
  // Items of a typed list leave out what the list says already (unstructuredJSONScheme, v0.24.17).
  const itemKind = kind.slice(0, -'List'.length);
  const list: readonly unknown[] = items ?? [];
  for (const [position, item] of list.entries()) {
    if (isFull(found)) return;
    const typed =
      isRecord(item) && itemKind !== '' && !item['kind'] ? { apiVersion, ...item, kind: itemKind } : item;
    collect(typed, { index, line, path: [...place.path, 'items', position] }, found);
  }
}

// Lines that begin with `---` separate documents, wherever they stand; only a comment may follow on such a line.
function* readYamlStream(text: string, maxNesting: number): Generator<{ offset: number; read: ReadValue }> {
  let start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  for (;;) {
    const newlineBefore = text.indexOf('\n---', start);
    const next = newlineBefore === -1 ? text.length : newlineBefore + 1;
    const separator = text.startsWith('---', start) ? start : next;
    const chunk = text.slice(start, separator);
    if (chunk.trim() !== '') {
      const read = readYaml(chunk, maxNesting);
      yield {
        offset: start,
        read: read.ok
          ? read
          : { ok: false, mistake: { ...read.mistake, offset: start + read.mistake.offset } },
      };
    }
    if (separator >= text.length) return;
    const newline = text.indexOf('\n', separator);
    const end = newline === -1 ? text.length : newline + 1;
    const rest = text.slice(separator + 3, end).trim();
    if (rest !== '' && !rest.startsWith('#')) {
      const message = `only a comment may follow "---" on its line, found ${JSON.stringify(rest.slice(0, 40))}`;
      yield { offset: separator, read: { ok: false, mistake: { offset: separator + 3, message } } };
    }
    start = end;
  }
}

/** Line and column of ascending offsets, each line counted once. */
class LineCounter {
  private line = 1;
  private lineStart = 0;
  /** Where the present line ends; the length of the text if it is the last. */
  private lineEnd: number;

  constructor(private readonly text: string) {
    this.lineEnd = this.endOfLine();
  }

  at(offset: number): { line: number; column: number } {
    if (offset < this.lineStart) {
      this.line = 1;
      this.lineStart = 0;
      this.lineEnd = this.endOfLine();
    }
    while (this.lineEnd < offset) {
      this.line += 1;
      this.lineStart = this.lineEnd + 1;
      this.lineEnd = this.endOfLine();
    }
    return { line: this.line, column: offset - this.lineStart + 1 };
  }

  private endOfLine(): number {
    const newline = this.text.indexOf('\n', this.lineStart);
    return newline === -1 ? this.text.length : newline;
  }
}
