import {
  dimensionNames,
  formatOf,
  type Interner,
  isFields,
  type NormalisedEvent,
  normaliseMessage,
  parseMessage,
  type SourceSettings,
} from '#libs/events';

/** What became of the messages of a file. */
export interface ShownMessages {
  /** Names of the formats that were recognised, without what a shipper put around them. */
  readonly formats: readonly string[];
  readonly messages: number;
  /**
   * Outcomes with how many messages, or parts of those that hold several, had them, such as `ok`, `drop: not-relevant`,
   * `dead-letter: invalid`.
   */
  readonly outcomes: ReadonlyMap<string, number>;
  /** What was learnt, such as `capability`, `exec`, `loss`, with how often. */
  readonly learnt: ReadonlyMap<string, number>;
  /** The first mistake of each message of a known format that is refused. */
  readonly mistakes: readonly string[];
}

/** Takes the messages of a text apart as ingestion does: the text is JSON, or JSON Lines. */
export function readMessages(text: string, interner: Interner, settings: SourceSettings): ShownMessages {
  const formats = new Set<string>();
  const outcomes = new Map<string, number>();
  const learnt = new Map<string, number>();
  const mistakes: string[] = [];
  const messages = messagesOf(text);
  for (const message of messages) {
    if ('mistake' in message) {
      add(outcomes, 'dead-letter: not-json', 1);
      mistakes.push(message.mistake);
      continue;
    }
    const name = formatOf(message.json)?.name;
    if (name !== undefined) formats.add(name);
    const result = normaliseMessage(message.json, interner, settings);
    if (result.outcome === 'ok') {
      const { value, dropped = new Map<string, number>() } = result;
      if (value.length > 0 || dropped.size === 0) add(outcomes, 'ok', 1);
      for (const [reason, parts] of dropped) add(outcomes, `drop: ${reason}`, parts);
      for (const event of value) learn(event, learnt);
    } else {
      add(outcomes, `${result.outcome}: ${result.reason}`, 1);
      // Of an unknown format there is no more to say than that.
      if (result.outcome === 'dead-letter' && result.reason !== 'unknown-format') {
        const [first] = result.issues;
        mistakes.push(`${first?.path.map(String).join('.') ?? ''}: ${first?.message ?? ''}`);
      }
    }
  }
  return {
    formats: [...formats].sort(),
    messages: messages.length,
    outcomes,
    learnt: inOrder(learnt),
    mistakes,
  };
}

type Message = { readonly json: unknown } | { readonly mistake: string };

function messagesOf(text: string): readonly Message[] {
  const whole = parsed(text);
  if ('json' in whole)
    return Array.isArray(whole.json) ? whole.json.map((json: unknown) => ({ json })) : [whole];
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const read = lines.map(parsed);
  // Where no line is an object the text is one broken document, not many.
  return read.some((line) => 'json' in line && isFields(line.json)) ? read : [whole];
}

function parsed(text: string): Message {
  try {
    return { json: parseMessage(text) };
  } catch (error) {
    return { mistake: error instanceof Error ? error.message : 'not JSON' };
  }
}

function learn(event: NormalisedEvent, learnt: Map<string, number>): void {
  for (const { observations } of event.containers) {
    for (const { item, count } of observations) add(learnt, item.dimension, count);
  }
  for (const { kind } of event.interactions ?? []) add(learnt, kind, 1);
  add(learnt, 'service account use', event.serviceAccountUses?.length ?? 0);
  for (const lost of event.lost.values()) add(learnt, 'loss', lost);
  for (const total of Object.values(event.lostSoFar?.totals ?? {})) add(learnt, 'loss so far', total);
}

function add(counts: Map<string, number>, key: string, by: number): void {
  if (by > 0) counts.set(key, (counts.get(key) ?? 0) + by);
}

const order: readonly string[] = [...dimensionNames];

function inOrder(learnt: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const place = (key: string): number => (order.includes(key) ? order.indexOf(key) : order.length);
  return new Map([...learnt].sort(([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1)));
}
