import { IndentationRepair } from './indentation-repair.js';
import type { ReadValue, TextMistake } from './read-value.js';
import {
  EVENT_ID,
  getScalarValue,
  parseEvents,
  SCALAR_STYLE,
  YAMLException,
  type Event,
  type ScalarEvent,
} from 'js-yaml';
import {
  resolvePlainKey,
  resolvePlainScalar,
  resolveTaggedKey,
  resolveTaggedScalar,
  standardTag,
  YamlScalarError,
} from './yaml-scalar.js';

/**
 * Reads one YAML document as Kubernetes does: go-yaml v2 turned into JSON by sigs.k8s.io/yaml v1.2.0. Keys become text
 * (`yes` → "true", `0755` → "493"); what an anchor names is shared, not copied. Unlike Kubernetes it refuses a key that
 * occurs twice in a mapping instead of keeping the last. Text without a node is null.
 */
export function readYaml(text: string, maxDepth: number): ReadValue {
  const repaired = new IndentationRepair(text);
  for (;;) {
    try {
      const events = parseEvents(repaired.source, { maxDepth });
      return { ok: true, value: new DocumentBuilder(repaired.source, events).build() };
    } catch (error) {
      if (error instanceof TextMistakeError)
        return repaired.mistake(error.mistake.offset, error.mistake.message);
      if (!(error instanceof YAMLException)) throw error;
      const position = error.mark?.position ?? 0;
      if (error.reason === 'deficient indentation' && repaired.indentLineAt(position)) continue;
      return repaired.mistake(position, error.reason);
    }
  }
}

class TextMistakeError extends Error {
  constructor(readonly mistake: TextMistake) {
    super(mistake.message);
  }
}

interface Anchor {
  /** Set when the node is complete; until then it contains the alias that asks. */
  value?: unknown;
  complete: boolean;
  isMapping: boolean;
  /** The scalar, as a key. */
  scalar?: ScalarEvent;
  /** Nodes in it, aliases expanded. */
  nodes: number;
}

class DocumentBuilder {
  private position = 0;
  private readonly anchors = new Map<string, Anchor>();
  /** Nodes so far, with aliases expanded, and those of them that came through aliases. */
  private nodes = 0;
  private aliased = 0;

  constructor(
    private readonly source: string,
    private readonly events: readonly Event[],
  ) {}

  build(): unknown {
    const first = this.next();
    if (first === undefined || first.type !== EVENT_ID.DOCUMENT) return null;
    if (first.directives.length > 0) this.fail(0, 'directives are not supported');
    const value = this.node(this.next());
    this.next();
    const rest = this.next();
    if (rest !== undefined) this.fail(this.offsetOf(this.next()), 'a further document must begin with "---"');
    return value;
  }

  private next(): Event | undefined {
    const event = this.events[this.position];
    this.position += 1;
    return event;
  }

  private fail(offset: number, message: string): never {
    throw new TextMistakeError({ offset, message });
  }

  private node(event: Event | undefined): unknown {
    if (event === undefined) return null;
    switch (event.type) {
      case EVENT_ID.SCALAR:
        return this.scalar(event);
      case EVENT_ID.ALIAS:
        return this.alias(event.anchorStart, event.anchorEnd).value;
      case EVENT_ID.SEQUENCE: {
        const anchor = this.declare(event.anchorStart, event.anchorEnd);
        const before = this.count();
        const list: unknown[] = [];
        for (let item = this.next(); item !== undefined && item.type !== EVENT_ID.POP; item = this.next()) {
          list.push(this.node(item));
        }
        return this.complete(anchor, list, before);
      }
      case EVENT_ID.MAPPING: {
        const anchor = this.declare(event.anchorStart, event.anchorEnd);
        const before = this.count();
        if (anchor !== undefined) anchor.isMapping = true;
        return this.complete(anchor, this.mapping(), before);
      }
      case EVENT_ID.DOCUMENT:
      case EVENT_ID.POP:
        return this.fail(0, 'the document ends too early');
    }
  }

  private count(): number {
    this.nodes += 1;
    return this.nodes;
  }

  private scalar(event: ScalarEvent): unknown {
    const before = this.count();
    const anchor = this.declare(event.anchorStart, event.anchorEnd);
    if (anchor !== undefined) anchor.scalar = event;
    return this.complete(anchor, this.scalarValue(event), before);
  }

  private scalarValue(event: ScalarEvent): unknown {
    const text = this.text(event);
    try {
      if (event.tagStart !== -1)
        return resolveTaggedScalar(this.source.slice(event.tagStart, event.tagEnd), text);
      return event.style === SCALAR_STYLE.PLAIN ? resolvePlainScalar(text) : text;
    } catch (error) {
      if (error instanceof YamlScalarError) return this.fail(this.offsetOf(event), error.message);
      throw error;
    }
  }

  private text(event: ScalarEvent): string {
    const text = getScalarValue(this.source, event);
    // Only escapes can make what is no character: the text itself has been checked.
    if (event.style === SCALAR_STYLE.DOUBLE_QUOTED && !event.fast && !text.isWellFormed()) {
      this.fail(event.valueStart, 'an escape stands for half of a surrogate pair, which is no character');
    }
    return text;
  }

  private mapping(): Record<string, unknown> {
    const result: Record<string, unknown> = {};
    let merged: Set<string> | undefined;
    for (let key = this.next(); key !== undefined && key.type !== EVENT_ID.POP; key = this.next()) {
      if (this.isMerge(key)) {
        this.count();
        merged ??= new Set();
        for (const source of this.mergeSources()) {
          for (const name of Object.keys(source)) {
            setOwn(result, name, source[name]);
            merged.add(name);
          }
        }
        continue;
      }
      const name = this.key(key);
      // What a merge brought may be overridden; a key written twice is a slip.
      if (Object.hasOwn(result, name) && merged?.has(name) !== true) {
        this.fail(this.offsetOf(key), `key ${JSON.stringify(name)} occurs twice in the same mapping`);
      }
      merged?.delete(name);
      const value = this.next();
      this.refuseAmbiguousColon(key, value);
      setOwn(result, name, this.node(value));
    }
    return result;
  }

  // `[a:]` and `{a:}` hold the text "a:" for go-yaml, the key "a" for YAML 1.2.
  private refuseAmbiguousColon(key: Event, value: Event | undefined): void {
    if (value?.type !== EVENT_ID.SCALAR || value.valueStart !== -1) return;
    if (key.type !== EVENT_ID.SCALAR || key.style !== SCALAR_STYLE.PLAIN) return;
    if (
      this.source.charAt(key.valueEnd) === ':' &&
      ',]}'.includes(this.source.charAt(key.valueEnd + 1) || ' ')
    ) {
      this.fail(key.valueEnd, 'a space is missing after ":"');
    }
  }

  private isMerge(event: Event): boolean {
    if (event.type !== EVENT_ID.SCALAR || event.valueEnd - event.valueStart < 2) return false;
    if (this.source.charCodeAt(event.valueStart) !== 0x3c || this.text(event) !== '<<') return false;
    return event.tagStart === -1
      ? event.style === SCALAR_STYLE.PLAIN
      : standardTag(this.source.slice(event.tagStart, event.tagEnd)) === 'merge';
  }

  // Of a list the last is merged first, so that earlier ones win.
  private mergeSources(): readonly Readonly<Record<string, unknown>>[] {
    const event = this.next();
    if (event?.type !== EVENT_ID.SEQUENCE) return [this.mergeSource(event)];
    this.count();
    const sources: Readonly<Record<string, unknown>>[] = [];
    for (let item = this.next(); item !== undefined && item.type !== EVENT_ID.POP; item = this.next()) {
      sources.push(this.mergeSource(item));
    }
    return sources.reverse();
  }

  private mergeSource(event: Event | undefined): Readonly<Record<string, unknown>> {
    const isMapping =
      event?.type === EVENT_ID.MAPPING ||
      (event?.type === EVENT_ID.ALIAS && this.alias(event.anchorStart, event.anchorEnd).isMapping);
    const value = isMapping && event.type === EVENT_ID.MAPPING ? this.node(event) : this.aliasedValue(event);
    if (isMapping && isMap(value)) return value;
    return this.fail(this.offsetOf(event), '"<<" needs a mapping or a list of mappings');
  }

  private aliasedValue(event: Event | undefined): unknown {
    if (event?.type !== EVENT_ID.ALIAS) return undefined;
    return this.anchors.get(this.source.slice(event.anchorStart, event.anchorEnd))?.value;
  }

  private key(event: Event): string {
    if (event.type === EVENT_ID.SCALAR) {
      this.count();
      const anchor = this.declare(event.anchorStart, event.anchorEnd);
      const name = this.scalarKey(event);
      if (anchor !== undefined) {
        anchor.scalar = event;
        this.complete(anchor, this.scalarValue(event), this.nodes);
      }
      return name;
    }
    if (event.type === EVENT_ID.ALIAS) {
      const { scalar } = this.alias(event.anchorStart, event.anchorEnd);
      if (scalar !== undefined) return this.scalarKey(scalar);
    }
    return this.fail(this.offsetOf(event), 'a mapping or list can be no key');
  }

  private scalarKey(event: ScalarEvent): string {
    const text = this.text(event);
    try {
      if (event.tagStart === -1) return event.style === SCALAR_STYLE.PLAIN ? resolvePlainKey(text) : text;
      return resolveTaggedKey(this.source.slice(event.tagStart, event.tagEnd), text);
    } catch (error) {
      if (error instanceof YamlScalarError) return this.fail(this.offsetOf(event), error.message);
      throw error;
    }
  }

  private declare(start: number, end: number): Anchor | undefined {
    if (start === -1) return undefined;
    const anchor: Anchor = { complete: false, isMapping: false, nodes: 1 };
    this.anchors.set(this.source.slice(start, end), anchor);
    return anchor;
  }

  private complete<T>(anchor: Anchor | undefined, value: T, before: number): T {
    if (anchor !== undefined) {
      anchor.value = value;
      anchor.complete = true;
      anchor.nodes = this.nodes - before + 1;
    }
    return value;
  }

  private alias(start: number, end: number): Anchor {
    const name = this.source.slice(start, end);
    const anchor = this.anchors.get(name);
    if (anchor === undefined) return this.fail(start, `unknown anchor ${JSON.stringify(name)}`);
    if (!anchor.complete) return this.fail(start, `anchor ${JSON.stringify(name)} contains itself`);
    this.nodes += 1 + anchor.nodes;
    this.aliased += anchor.nodes;
    if (
      this.aliased > 100 &&
      this.nodes > 1000 &&
      this.aliased / this.nodes > allowedAliasRatio(this.nodes)
    ) {
      this.fail(start, 'the document contains excessive aliasing');
    }
    return anchor;
  }

  private offsetOf(event: Event | undefined): number {
    if (event === undefined) return this.source.length;
    switch (event.type) {
      case EVENT_ID.SCALAR:
        return Math.max(event.valueStart, 0);
      case EVENT_ID.ALIAS:
        return event.anchorStart;
      case EVENT_ID.MAPPING:
      case EVENT_ID.SEQUENCE:
        return event.start;
      case EVENT_ID.DOCUMENT:
      case EVENT_ID.POP:
        return 0;
    }
  }
}

const ALIAS_RATIO_RANGE_LOW = 400_000;
const ALIAS_RATIO_RANGE_HIGH = 4_000_000;

/** go-yaml's bound on what aliases may multiply (allowedAliasRatio, gopkg.in/yaml.v2 v2.4.0, decode.go). */
function allowedAliasRatio(nodes: number): number {
  if (nodes <= ALIAS_RATIO_RANGE_LOW) return 0.99;
  if (nodes >= ALIAS_RATIO_RANGE_HIGH) return 0.1;
  return 0.99 - 0.89 * ((nodes - ALIAS_RATIO_RANGE_LOW) / (ALIAS_RATIO_RANGE_HIGH - ALIAS_RATIO_RANGE_LOW));
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  // Assigning to `__proto__` would change the object's prototype instead of adding a field.
  if (key === '__proto__')
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
}
