import {
  addDrops,
  type DropReason,
  type Drops,
  type NormalisedEvent,
  type SourceSettings,
} from '#libs/events';
import { Reach } from '#libs/persistence';
import {
  ConflictError,
  ForbiddenError,
  InvalidError,
  MalformedError,
  mistakesOf,
  TooLargeError,
  UnavailableError,
} from '#libs/platform';
import { StaleStateError } from '../flush/stale-state-error.js';
import { findRequest, type IngestedRequest, type Receipt } from '../flush/requests.js';
import { isTransient } from '../flush/transient-error.js';
import type { DecodedMessage } from '../decode-message.js';
import { Pipeline, type PipelineParts } from '../pipeline.js';
import { SerialQueue } from '../serial-queue.js';

/** Who may not be counted twice: an Idempotency-Key of an API key, and the SHA-256 of the body sent with it. */
export interface Idempotency {
  readonly keyId: string;
  readonly idempotencyKey: string;
  readonly bodyHash: Buffer;
}

/** The body of a request: JSON, or the parsed lines of NDJSON. */
export type EventsBody = { readonly json: unknown } | { readonly lines: readonly unknown[] };

/** Of which clusters the events of a request may be. */
export interface ClusterLimits {
  /** What the sender is bound to. Absent: everything. */
  readonly reach?: Reach;
  /** The only cluster. Absent: any. */
  readonly cluster?: string;
}

interface Waiting {
  readonly events: readonly NormalisedEvent[];
  /** Counted once the events are stored: a request that is refused, or was taken before, counts nothing. */
  readonly dropped: Drops;
  readonly idempotency: Idempotency | undefined;
  resolve(receipt: Receipt): void;
  reject(error: unknown): void;
}

const mostTries = 5;

/**
 * Ingests requests through the same pipeline as streams: each is stored whole, or refused whole. What arrives while a
 * transaction runs goes together into the next one. How much may wait is bounded before a request is read: see Intake.
 */
export class RequestIngestion {
  readonly #pipeline: Pipeline;
  readonly #queue = new SerialQueue();
  #waiting: Waiting[] = [];

  constructor(private readonly parts: PipelineParts) {
    this.#pipeline = new Pipeline(parts);
  }

  /**
   * Returns once the events are durable. `source`: what the sender says of them beside their content; `limits`: what it
   * may send events of.
   *
   * @throws {ForbiddenError} the sender is not bound to a cluster of the events; nothing of the request is taken
   * @throws {InvalidError} with the path of each mistake; nothing of the request is taken
   * @throws {ConflictError} the Idempotency-Key was used with another body
   * @throws {UnavailableError} the database is away
   */
  async ingest(
    body: EventsBody,
    idempotency?: Idempotency,
    source?: SourceSettings,
    { reach = Reach.everything, cluster }: ClusterLimits = {},
  ): Promise<Receipt> {
    const { events, dropped } = this.#decoded(body, source);
    requireClusters(events, source, reach);
    if (cluster !== undefined) requireCluster(events, cluster);
    const known = await this.#knownReceipt(idempotency).catch((error: unknown) => {
      throw isTransient(error) ? unavailable(error) : error;
    });
    if (known !== undefined) return known;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ events, dropped, idempotency, resolve, reject });
      void this.#queue.run(() => this.#storeWaiting());
    });
  }

  #decoded(body: EventsBody, source: SourceSettings | undefined): Pick<Waiting, 'events' | 'dropped'> {
    const decoded =
      'json' in body
        ? this.#pipeline.decodeJson(body.json, source)
        : this.#pipeline.decodeLines(body.lines, source);
    if (decoded.outcome === 'dead-letter') {
      this.parts.metrics.deadLetter('http', decoded.reason);
      throw refusal(decoded);
    }
    const dropped = new Map<DropReason, number>();
    addDrops(decoded, dropped);
    return { events: decoded.outcome === 'ok' ? decoded.value : [], dropped };
  }

  async #storeWaiting(): Promise<void> {
    const together = this.#waiting;
    this.#waiting = [];
    if (together.length === 0) return;
    if (await this.#storeTogether(together)) return;
    // One may have spoilt it for all: each on its own.
    for (const one of together) await this.#storeOne(one);
  }

  /** Whether it succeeded. Where another process was faster once, it hardly is again. */
  async #storeTogether(together: readonly Waiting[]): Promise<boolean> {
    for (let tries = 1; tries <= 2; tries += 1) {
      try {
        await this.#store(together);
        return true;
      } catch (error) {
        if (!(error instanceof StaleStateError)) return false;
        this.parts.metrics.conflict();
      }
    }
    return false;
  }

  async #storeOne(one: Waiting): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        const known = await this.#knownReceipt(one.idempotency);
        if (known !== undefined) one.resolve(known);
        else await this.#store([one]);
        return;
      } catch (error) {
        if (error instanceof StaleStateError) this.parts.metrics.conflict();
        if (tries < mostTries && (error instanceof StaleStateError || isTransient(error))) continue;
        one.reject(isTransient(error) || error instanceof StaleStateError ? unavailable(error) : error);
        return;
      }
    }
  }

  async #store(requests: readonly Waiting[]): Promise<void> {
    try {
      await this.#pipeline.prepare(requests.flatMap(({ events }) => events));
      const stored = requests.map((request) => {
        const added = this.#pipeline.add(request.events);
        const { events, duplicates, observations } = added;
        return { request, added, receipt: { events, duplicates, observations } };
      });
      await this.#pipeline.flush({
        requests: stored.flatMap(({ request, receipt }) => remembered(request, receipt)),
      });
      // Their next events may go to any replica.
      this.#pipeline.forgetSenders();
      for (const { request, added, receipt } of stored) {
        for (const [reason, times] of request.dropped) this.parts.metrics.dropped('http', reason, times);
        this.parts.metrics.added('http', added);
        request.resolve(receipt);
      }
    } catch (error) {
      this.#pipeline.reset();
      throw error;
    }
  }

  async #knownReceipt(idempotency: Idempotency | undefined): Promise<Receipt | undefined> {
    if (idempotency === undefined) return undefined;
    const { keyId, idempotencyKey, bodyHash } = idempotency;
    const known = await findRequest(this.parts.dataSource, keyId, idempotencyKey);
    if (known === undefined) return undefined;
    if (known.bodyHash.equals(bodyHash)) return known.receipt;
    throw new ConflictError('The Idempotency-Key was used before, with another body.');
  }
}

/** Agents report on nodes, so a binding has to reach all namespaces of a cluster. */
function requireClusters(
  events: readonly NormalisedEvent[],
  source: SourceSettings | undefined,
  reach: Reach,
): void {
  const clusters = new Set(source?.cluster === undefined ? [] : [source.cluster]);
  for (const { origin, containers } of events) {
    clusters.add(origin.cluster);
    for (const { subject } of containers) clusters.add(subject.cluster);
  }
  const foreign = [...clusters].filter((cluster) => !reach.permitsArea({ clusters: [cluster] })).sort();
  if (foreign.length === 0) return;
  const named = foreign.slice(0, 10).join(', ');
  throw new ForbiddenError(
    `This API key is not bound to send events of cluster ${named}. Nothing of the request was taken.`,
  );
}

/** @throws {InvalidError} */
function requireCluster(events: readonly NormalisedEvent[], cluster: string): void {
  const others = new Set(events.flatMap(({ origin }) => (origin.cluster === cluster ? [] : origin.cluster)));
  if (others.size === 0) return;
  const mistakes = [...others].map((other) => ({
    pointer: '/cluster',
    detail: `must be ${cluster}, as the path says, and not ${other}`,
  }));
  throw new InvalidError('The events are not of this cluster. Nothing of the request was taken.', {
    mistakes,
  });
}

function unavailable(cause: unknown): UnavailableError {
  return new UnavailableError('The events can not be stored now.', {
    cause,
    headers: { 'retry-after': '5' },
  });
}

function remembered({ idempotency }: Waiting, receipt: Receipt): readonly IngestedRequest[] {
  return idempotency === undefined ? [] : [{ ...idempotency, receipt }];
}

function refusal({ reason, issues }: Extract<DecodedMessage, { outcome: 'dead-letter' }>): Error {
  const mistakes = mistakesOf(issues);
  switch (reason) {
    case 'too-many-events':
      return new TooLargeError(mistakes[0]?.detail ?? 'Too many events.', { mistakes });
    case 'not-json':
      return new MalformedError('The body is not valid JSON.', { mistakes });
    case 'empty':
    case 'too-large':
    case 'unreadable':
    case 'unknown-format':
    case 'invalid':
      return new InvalidError('The events are not valid. Nothing of the request was taken.', { mistakes });
  }
}
