import { parseInt64, type Requirement } from './label-selector.js';
import { isQualifiedName, isValidLabelValue } from './names.js';

/** What is wrong with the text of a selector; `position` counts UTF-16 units from 0. */
export interface SelectorError {
  readonly position: number;
  readonly message: string;
}

export type ParsedLabelSelector =
  | { readonly ok: true; readonly requirements: readonly Requirement[] }
  | { readonly ok: false; readonly error: SelectorError };

/** What is wrong with the text of a selector, in words for who wrote it. */
export function selectorMistake({ position, message }: SelectorError): string {
  return `at character ${position + 1}: ${message}`;
}

/** Longer selectors are refused: a URL could not hold them. */
export const MAX_SELECTOR_LENGTH = 16_384;

/**
 * Parses the text form of a label selector: `a=b,c!=d,e in (x,y),f notin (z),!g,h,i>1` (labels.Parse,
 * apimachinery/pkg/labels/selector.go, v0.24.17). Empty text selects everything. Requirements are sorted by key.
 */
export function parseLabelSelector(text: string): ParsedLabelSelector {
  if (text.length > MAX_SELECTOR_LENGTH) {
    return {
      ok: false,
      error: { position: 0, message: `must not be longer than ${MAX_SELECTOR_LENGTH} characters` },
    };
  }
  const reader = new TokenReader(scan(text));
  try {
    return { ok: true, requirements: parseRequirements(reader) };
  } catch (error) {
    if (error instanceof SelectorSyntaxError) return { ok: false, error: error.detail };
    throw error;
  }
}

class SelectorSyntaxError extends Error {
  constructor(readonly detail: SelectorError) {
    super(detail.message);
  }
}

interface Token {
  /** The symbol or keyword itself, or `id`, `end`, `error`. */
  readonly kind: string;
  readonly text: string;
  readonly position: number;
}

const symbols: ReadonlySet<string> = new Set([')', ',', '!', '==', '=', '>', '<', '!=', '(']);
const symbolCharacters = '=!(),><';
const whitespace = ' \t\r\n';

function scan(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let index = 0;
  while (index < text.length) {
    const position = index;
    const character = text.charAt(index);
    if (whitespace.includes(character)) {
      index += 1;
    } else if (symbolCharacters.includes(character)) {
      const two = text.slice(index, index + 2);
      const symbol = symbols.has(two) ? two : character;
      index += symbol.length;
      tokens.push({ kind: symbol, text: symbol, position });
    } else {
      while (
        index < text.length &&
        !whitespace.includes(text.charAt(index)) &&
        !symbolCharacters.includes(text.charAt(index))
      ) {
        index += 1;
      }
      const word = text.slice(position, index);
      tokens.push({ kind: word === 'in' || word === 'notin' ? word : 'id', text: word, position });
    }
  }
  tokens.push({ kind: 'end', text: '', position: text.length });
  return tokens;
}

class TokenReader {
  private index = 0;
  constructor(private readonly tokens: readonly Token[]) {}

  /** The next token; as a value, the keywords `in` and `notin` are words like others. */
  peek(asValue = true): Token {
    const token = this.tokens[Math.min(this.index, this.tokens.length - 1)] ?? {
      kind: 'end',
      text: '',
      position: 0,
    };
    return asValue && (token.kind === 'in' || token.kind === 'notin') ? { ...token, kind: 'id' } : token;
  }

  next(asValue = true): Token {
    const token = this.peek(asValue);
    this.index += 1;
    return token;
  }
}

function refuse(token: Token, expected: string): never {
  throw new SelectorSyntaxError({
    position: token.position,
    message: `found '${token.text}', expected: ${expected}`,
  });
}

function parseRequirements(reader: TokenReader): readonly Requirement[] {
  const requirements: Requirement[] = [];
  if (reader.peek().kind === 'end') return requirements;
  for (;;) {
    const start = reader.peek();
    if (start.kind !== 'id' && start.kind !== '!') {
      refuse(start, requirements.length === 0 ? "!, identifier, or 'end of string'" : "identifier after ','");
    }
    requirements.push(parseRequirement(reader));
    const separator = reader.next();
    if (separator.kind === 'end') break;
    if (separator.kind !== ',') refuse(separator, "',' or 'end of string'");
  }
  return requirements.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

function parseRequirement(reader: TokenReader): Requirement {
  const negated = reader.peek().kind === '!';
  if (negated) reader.next();
  const keyToken = reader.next();
  if (keyToken.kind !== 'id') refuse(keyToken, 'identifier');
  const key = keyToken.text;
  complain(keyToken, 'Invalid value', isQualifiedName(key));
  if (negated) return { key, operator: '!', values: [] };
  const following = reader.peek().kind;
  if (following === 'end' || following === ',') return { key, operator: 'exists', values: [] };

  const operator = reader.next(false);
  switch (operator.kind) {
    case 'in':
    case 'notin':
      return { key, operator: operator.kind, values: parseValues(reader) };
    case '=':
    case '==':
      return { key, operator: 'in', values: [parseExactValue(reader)] };
    case '!=':
      return { key, operator: 'notin', values: [parseExactValue(reader)] };
    case '>':
    case '<': {
      const token = reader.peek();
      const value = parseExactValue(reader);
      if (parseInt64(value) === undefined) {
        const message = `Invalid value: ${JSON.stringify(value)}: for 'Gt', 'Lt' operators, the value must be an integer`;
        throw new SelectorSyntaxError({ position: token.position, message });
      }
      return { key, operator: operator.kind, values: [value] };
    }
    default:
      return refuse(operator, 'in, notin, =, ==, !=, >, <');
  }
}

function parseExactValue(reader: TokenReader): string {
  const { kind } = reader.peek();
  if (kind === 'end' || kind === ',') return '';
  return checkedValue(reader.next(), 'identifier');
}

// `in (a,,b)` has an empty value in the middle, `in ()` is the empty value alone.
function parseValues(reader: TokenReader): readonly string[] {
  const open = reader.next();
  if (open.kind !== '(') refuse(open, "'('");
  const values = new Set<string>();
  let pending = true;
  for (;;) {
    const token = reader.next();
    if (token.kind === 'id' && pending) {
      values.add(checkedValue(token, 'identifier'));
      pending = false;
    } else if (token.kind === ',') {
      if (pending) values.add('');
      pending = true;
    } else if (token.kind === ')') {
      if (pending) values.add('');
      return [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    } else refuse(token, pending ? "',', ')' or identifier" : "',' or ')'");
  }
}

function checkedValue(token: Token, expected: string): string {
  if (token.kind !== 'id') refuse(token, expected);
  complain(token, 'Invalid value', isValidLabelValue(token.text));
  return token.text;
}

function complain(token: Token, kind: string, messages: readonly string[]): void {
  if (messages.length === 0) return;
  const message = `${kind}: ${JSON.stringify(token.text)}: ${messages.join('; ')}`;
  throw new SelectorSyntaxError({ position: token.position, message });
}
