import type { OpenAPIObject } from '@nestjs/swagger';

interface Recorded {
  readonly parameters: Readonly<Record<string, string>>;
  readonly request?: { readonly mediaType: string; readonly body: unknown };
  readonly status: number;
  readonly response?: { readonly mediaType: string; readonly body: unknown };
}

interface Route {
  readonly operationId: string;
  readonly method: string;
  readonly pattern: RegExp;
}

const uuid = /\b[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\b/g;
const settledTime = '2026-03-02T08:00:00.000Z';
const aDayLater = '2026-03-03T08:00:00.000Z';
const time = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z/g;

/** Makes calls, and keeps the first one of each operation that succeeds, with its answer. */
export class Recorder {
  readonly #routes: readonly Route[];
  readonly #recorded = new Map<string, Recorded>();
  readonly #ids = new Map<string, string>();
  readonly #started = Date.now();

  #resting = false;

  /** `texts` stand in the examples for those of this run. */
  constructor(
    document: OpenAPIObject,
    private readonly texts: ReadonlyMap<string, string> = new Map(),
  ) {
    this.#routes = Object.entries(document.paths)
      .flatMap(([path, item]) =>
        Object.entries(item).flatMap(([method, operation]) => {
          const { operationId }: { readonly operationId?: string } = operation;
          if (operationId === undefined) return [];
          const pattern = path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)');
          return [{ operationId, method: method.toUpperCase(), pattern: new RegExp(`^${pattern}$`) }];
        }),
      )
      // Fixed words before parameters: /policies/compare is not a policy.
      .sort((a, b) => groups(a.pattern) - groups(b.pattern));
  }

  async fetch(request: Request): Promise<Response> {
    const sent = await request.clone().text();
    const response = await fetch(request);
    const { pathname, searchParams } = new URL(request.url);
    const route = this.#routes.find(
      ({ method, pattern }) => method === request.method && pattern.test(pathname),
    );
    if (route === undefined) throw new Error(`no operation: ${request.method} ${pathname}`);
    if (this.#resting || !response.ok || this.#recorded.has(route.operationId)) return response;
    const path = Object.entries(route.pattern.exec(pathname)?.groups ?? {});
    const request_ = content(request.headers.get('content-type'), sent);
    const answer = content(response.headers.get('content-type'), await response.clone().text());
    this.#recorded.set(route.operationId, {
      parameters: Object.fromEntries([
        ...path.map(([name, value]) => [name, decodeURIComponent(value)] as const),
        ...searchParams,
      ]),
      ...(request_ && { request: request_ }),
      status: response.status,
      ...(answer && { response: answer }),
    });
    return response;
  }

  /** A call that is no example: what it answers is not what it will answer in the end. */
  async without<T>(call: () => Promise<T>): Promise<T> {
    this.#resting = true;
    try {
      return await call();
    } finally {
      this.#resting = false;
    }
  }

  get operationIds(): readonly string[] {
    return this.#routes.map(({ operationId }) => operationId).sort();
  }

  /** By operationId, sorted; ids and times of this run are those of every run. */
  get examples(): Readonly<Record<string, unknown>> {
    const sorted = [...this.#recorded].sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(sorted.map(([name, each]) => [name, this.#settled(each)]));
  }

  #settled(value: unknown): unknown {
    if (typeof value === 'string') {
      let text = value;
      for (const [found, instead] of this.texts) text = text.replaceAll(found, instead);
      return text
        .replaceAll(uuid, (found) => remembered(this.#ids, found, uuidOf))
        .replaceAll(time, (found) =>
          Math.abs(Date.parse(found) - this.#started) < 86_400_000 ? settledTime : found,
        );
    }
    if (Array.isArray(value)) return value.map((element) => this.#settled(element));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, field]) => [
        this.#settled(name),
        this.#settled(settledField(name, field)),
      ]),
    );
  }
}

/** What is different each time, and no id or time: secrets, durations, numbers of records. */
function settledField(name: string, value: unknown): unknown {
  if (typeof value === 'number') return name === 'id' ? 1 : name === 'durationMs' ? 5 : value;
  if (typeof value !== 'string') return value;
  if (name === 'key' && value.startsWith('pak_')) return `pak_${'A'.repeat(value.length - 4)}`;
  if (name === 'secret' && value.startsWith('whsec_')) return `whsec_${'A'.repeat(value.length - 6)}`;
  if (name === 'previousSecretUntil') return aDayLater;
  return name === 'fingerprint' ? '0'.repeat(value.length) : value;
}

function groups(pattern: RegExp): number {
  return pattern.source.split('(?<').length;
}

function content(type: string | null, text: string): { mediaType: string; body: unknown } | undefined {
  const mediaType = type?.split(';', 1).join();
  if (mediaType === undefined || text === '') return undefined;
  return { mediaType, body: mediaType === 'application/json' ? parsed(text) : text };
}

function parsed(text: string): unknown {
  return JSON.parse(text);
}

function remembered(known: Map<string, string>, found: string, make: (number: number) => string): string {
  let settled = known.get(found);
  if (settled === undefined) known.set(found, (settled = make(known.size + 1)));
  return settled;
}

function uuidOf(number: number): string {
  return `0d1c2b3a-0000-4000-8000-${String(number).padStart(12, '0')}`;
}
