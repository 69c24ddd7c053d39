import type { ReadValue, TextMistake } from './read-value.js';

/**
 * Reads JSON values that stand one after another. Beyond what JSON.parse checks, a key that occurs twice in an object
 * and nesting deeper than `maxDepth` are mistakes. Halves of surrogate pairs become U+FFFD, as in Go.
 */
export function readJsonStream(
  text: string,
  maxDepth: number,
): { readonly offset: number; readonly read: ReadValue }[] {
  const values: { offset: number; read: ReadValue }[] = [];
  let offset = skipWhitespace(text, 0);
  while (offset < text.length) {
    const scanned = scanValue(text, offset, maxDepth);
    if ('mistake' in scanned) {
      values.push({ offset, read: { ok: false, mistake: scanned.mistake } });
      break;
    }
    const read = parse(text, offset, scanned.end);
    values.push({ offset, read });
    if (!read.ok) break;
    offset = skipWhitespace(text, scanned.end);
  }
  return values;
}

function parse(text: string, start: number, end: number): ReadValue {
  const source = text.slice(start, end);
  try {
    const value: unknown = JSON.parse(source);
    return { ok: true, value: /\\u[dD][89a-fA-F]/.test(source) ? wellFormed(value) : value };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const at = /position (\d+)/.exec(error.message)?.[1];
    const message = error.message.replace(/ (?:in JSON )?at position \d+.*$/s, '');
    return { ok: false, mistake: { offset: start + Number(at ?? 0), message: `invalid JSON: ${message}` } };
  }
}

function skipWhitespace(text: string, from: number): number {
  let index = from;
  while (index < text.length && ' \t\r\n'.includes(text.charAt(index))) index += 1;
  return index;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Finds the end of the value at `start`; whether it is JSON is for JSON.parse to say. */
function scanValue(
  text: string,
  start: number,
  maxDepth: number,
): { end: number } | { mistake: TextMistake } {
  /** The keys so far of each open object; undefined for a list. */
  const open: (Set<string> | undefined)[] = [];
  let expectKey = false;
  for (let index = start; index < text.length; index += 1) {
    switch (text.charCodeAt(index)) {
      case QUOTE: {
        const end = endOfString(text, index);
        const keys = open.at(-1);
        if (expectKey && keys !== undefined) {
          const key = keyText(text.slice(index, end));
          if (keys.has(key)) {
            const message = `key ${JSON.stringify(key)} occurs twice in the same object`;
            return { mistake: { offset: index, message } };
          }
          keys.add(key);
        }
        expectKey = false;
        index = end - 1;
        break;
      }
      case 0x7b: // {
      case 0x5b: // [
        if (open.length >= maxDepth) {
          return { mistake: { offset: index, message: `nesting exceeds ${maxDepth} levels` } };
        }
        expectKey = text.charCodeAt(index) === 0x7b;
        open.push(expectKey ? new Set() : undefined);
        break;
      case 0x7d: // }
      case 0x5d: // ]
        open.pop();
        expectKey = false;
        if (open.length === 0) return { end: index + 1 };
        break;
      case 0x2c: // ,
        expectKey = open.at(-1) !== undefined;
        break;
    }
  }
  return { end: text.length };
}

function endOfString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) return index + 1;
    if (code === BACKSLASH) index += 1;
  }
  return text.length;
}

function keyText(literal: string): string {
  if (!literal.includes('\\')) return literal.slice(1, -1);
  try {
    return String(JSON.parse(literal));
  } catch {
    return literal;
  }
}

function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [key.toWellFormed(), wellFormed(field)]),
  );
}
