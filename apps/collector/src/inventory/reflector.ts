import { setTimeout as sleep } from 'node:timers/promises';
import {
  type LiveInventory,
  objectKey,
  readLivePod,
  StaleTermError,
  type WatchedResource,
} from '#libs/inventory';
import { backOff } from './back-off.js';
import { errorText } from './error-text.js';
import { type KubernetesApi, KubernetesApiError, SilentWatchError } from './kubernetes-api.js';
import { type PendingChanges, WatchBatch } from './watch-batch.js';
import { listPage, readWatchEvent } from './watch-events.js';

/** What a reflector tells of itself. */
export interface ReflectorObserver {
  listed(resource: string, objects: number): void;
  event(resource: string, type: string): void;
  unreadable(resource: string, objects: number): void;
  failed(resource: string, error: unknown): void;
}

export interface ReflectorParts {
  readonly api: Pick<KubernetesApi, 'request' | 'watch'>;
  readonly inventory: Pick<LiveInventory, 'store' | 'reconcile' | 'report'>;
  readonly observer: ReflectorObserver;
  /** Called when everything of a resource has been listed and stored, or the cluster has no such resource. */
  readonly listed: (resource: string) => Promise<void>;
  readonly pageSize: number;
  /** A watch is ended by the server after so many seconds, or half as many again, so that not all end at once. */
  readonly watchSeconds?: number | undefined;
  /** In ms, of a clock that only goes forward. */
  readonly elapsed?: () => number;
  /** For so many ms. Rejects when the signal aborts. */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<unknown>;
  /** From 0 to 1. */
  readonly random: () => number;
}

/** See `ReflectorParts.watchSeconds`. */
const usualWatchSeconds = 300;
/**
 * Everything is listed anew after so long, in ms, or half as long again: a cluster that was restored from a backup has gone
 * back in time, and a watch from the time before hears nothing and never fails.
 */
const relistedAfter = 6 * 3_600_000;
/** Bookmarks come about once a minute; silence for longer, in ms, means that the connection is dead, or may be. */
const mostSilence = 150_000;
/** A resource that a cluster has not got is looked for again after so long, in ms. */
const absentFor = 10 * 60_000;
/** A watch that ends sooner than this, in ms, without an event counts as a failure. */
const shortest = 1_000;
/** After so many watches in a row that the server refused it is asked for a list. */
const mostRefusals = 3;
/** Answers that say nothing of where a watch would begin: not you, not now, not there. */
const ofNoPlace: ReadonlySet<number> = new Set([401, 403, 429, 502, 503]);

/**
 * Keeps what is stored of one resource equal to what the API server has: a list page by page, then a watch from there, then
 * the next watch from where that one ended. A list is made again only when the server no longer knows where that was (410
 * Gone), or refuses to watch from there again and again. Changes are stored together; what is stored says how far the watch has come, so that nothing is lost or skipped
 * when storing fails.
 */
export class Reflector {
  /** Where the next watch begins; undefined: with a list. */
  #resourceVersion: string | undefined;
  #version = 0;
  #failures = 0;
  /** Watches in a row that the server refused. */
  #refusals = 0;
  #listAgainAt = 0;
  /** It has been reported as failing. */
  #failing = false;

  constructor(
    readonly resource: WatchedResource,
    private readonly parts: ReflectorParts,
  ) {}

  /** Lists once. If that can't be done now, `run` will go on trying. */
  async sync(signal: AbortSignal): Promise<void> {
    try {
      await this.#list(signal);
    } catch (error) {
      await this.#note(error, signal);
    }
  }

  /** Goes on until the signal aborts. Throws `StaleTermError` when somebody else has taken over. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        if (this.#failures > 0) await this.#pause(backOff(this.#failures, this.parts.random()), signal);
        if (this.#elapsed() >= this.#listAgainAt) this.#resourceVersion = undefined;
        if (this.#resourceVersion === undefined) await this.#list(signal);
        if (this.#resourceVersion === undefined) await this.#pause(absentFor, signal);
        else await this.#watch(signal);
      } catch (error) {
        await this.#note(error, signal);
      }
    }
  }

  async #note(error: unknown, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    if (error instanceof StaleTermError) throw error;
    if (error instanceof KubernetesApiError && error.code === 410) {
      // A list that takes too long is gone before it is read: not at once again.
      if (this.#resourceVersion === undefined) this.#failures += 1;
      this.#resourceVersion = undefined;
      this.parts.observer.event(this.resource.resource, 'expired');
      return;
    }
    if (this.#resourceVersion !== undefined && error instanceof KubernetesApiError) this.#refused(error.code);
    this.#failures += 1;
    this.#failing = true;
    this.parts.observer.failed(this.resource.resource, error);
    try {
      await this.parts.inventory.report(this.resource.resource, 'failing', errorText(error));
    } catch (failure) {
      if (failure instanceof StaleTermError) throw failure;
    }
  }

  /** A cluster restored from a backup may never again reach where the watch was, and one that was upgraded lack the resource. */
  #refused(code?: number): void {
    if (code !== undefined && ofNoPlace.has(code)) return;
    this.#refusals += 1;
    if (code === 404 || this.#refusals % mostRefusals === 0) this.#resourceVersion = undefined;
  }

  async #list(signal: AbortSignal): Promise<void> {
    const { api, inventory, observer, pageSize } = this.parts;
    const { resource, versions } = this.resource;
    const present = new Set<string>();
    let continued = '';
    let resourceVersion = '';
    // A cluster that was upgraded may have another version by now.
    this.#version = 0;
    do {
      const version = versions[this.#version];
      if (version === undefined) return;
      let answer: unknown;
      try {
        const query = {
          ...this.#selected(),
          limit: pageSize,
          ...(continued !== '' && { continue: continued }),
        };
        answer = await api.request('GET', version.path, { query, signal });
      } catch (error) {
        // What has been listed in part is there.
        if (!isNotFound(error) || continued !== '' || !this.#mayBeAbsent()) throw error;
        if (await this.#absent()) return;
        continue;
      }
      const page = listPage.parse(answer);
      for (const item of page.items) present.add(this.#identityOf(item));
      const changes = {
        resource: this.resource,
        apiVersion: version.apiVersion,
        present: page.items,
        gone: [],
      };
      observer.unreadable(resource, page.items.length === 0 ? 0 : await inventory.store(changes));
      continued = page.metadata.continue;
      ({ resourceVersion } = page.metadata);
    } while (continued !== '' || resourceVersion === '');
    await inventory.reconcile(this.resource, present);
    await inventory.report(resource, 'synced');
    await this.parts.listed(resource);
    observer.listed(resource, present.size);
    this.#resourceVersion = resourceVersion;
    this.#listAgainAt = this.#elapsed() + relistedAfter * (1 + this.parts.random() / 2);
    // That it can be listed is no reason to try sooner to watch it.
    this.#failures = this.#refusals;
    this.#failing = false;
  }

  #selected(): { readonly fieldSelector?: string } {
    const { fieldSelector } = this.resource;
    return fieldSelector === undefined ? {} : { fieldSelector };
  }

  #elapsed(): number {
    return (this.parts.elapsed ?? (() => performance.now()))();
  }

  #pause(ms: number, signal: AbortSignal): Promise<unknown> {
    return this.parts.pause?.(ms, signal) ?? sleep(ms, undefined, { signal });
  }

  #identityOf(object: Readonly<Record<string, unknown>>): string {
    return this.resource.kind === 'Pod' ? (readLivePod(object)?.uid ?? '') : objectKey(object);
  }

  /**
   * Whether a server that does not know this version of the resource can be the API server. Else it is something before it,
   * and what is stored stays.
   */
  #mayBeAbsent(): boolean {
    const { versions, mayBeAbsent } = this.resource;
    return this.#version + 1 < versions.length || mayBeAbsent === true;
  }

  /** The server does not have this version of the resource. True: it has no other either. */
  async #absent(): Promise<boolean> {
    const { inventory } = this.parts;
    this.#version += 1;
    if (this.#version < this.resource.versions.length) return false;
    await inventory.reconcile(this.resource, new Set());
    await inventory.report(this.resource.resource, 'absent');
    await this.parts.listed(this.resource.resource);
    this.#failures = 0;
    this.#refusals = 0;
    this.#failing = false;
    return true;
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const { api, observer, random, watchSeconds = usualWatchSeconds } = this.parts;
    const version = this.resource.versions[this.#version];
    if (version === undefined || this.#resourceVersion === undefined) return;
    const ended = new AbortController();
    const batch = new WatchBatch((changes) => this.#store(changes, version.apiVersion), ended);
    const started = performance.now();
    const query = {
      ...this.#selected(),
      resourceVersion: this.#resourceVersion,
      allowWatchBookmarks: true,
      timeoutSeconds: Math.round(watchSeconds * (1 + random() / 2)),
    };
    let events = 0;
    try {
      const signals = AbortSignal.any([signal, ended.signal]);
      const lines = await api.watch(version.path, query, signals, mostSilence);
      await this.#recovered();
      for await (const text of this.#untilSilent(lines)) {
        const event = readWatchEvent(text);
        observer.event(this.resource.resource, event.type);
        if (event.type === 'error') throw new KubernetesApiError(event.code, event.message);
        events += 1;
        this.#refusals = 0;
        await batch.add(event);
      }
    } finally {
      // What was read before an error is as good as what comes without one.
      await batch.end();
    }
    if (events > 0 || performance.now() - started >= shortest) {
      this.#failures = 0;
      this.#refusals = 0;
    } else {
      this.#failures += 1;
      this.#refused();
    }
  }

  /** Where silence is no sign of anything a silent watch ends as one that the server ends; the next one shows what is true. */
  async *#untilSilent(lines: AsyncIterable<string>): AsyncGenerator<string> {
    try {
      yield* lines;
    } catch (error) {
      if (!(error instanceof SilentWatchError) || this.resource.withoutBookmarks !== true) throw error;
    }
  }

  async #recovered(): Promise<void> {
    if (!this.#failing) return;
    await this.parts.inventory.report(this.resource.resource, 'synced');
    this.#failing = false;
  }

  async #store({ present, gone, resourceVersion }: PendingChanges, apiVersion: string): Promise<void> {
    const { inventory, observer } = this.parts;
    if (present.length + gone.length > 0) {
      const unreadable = await inventory.store({ resource: this.resource, apiVersion, present, gone });
      observer.unreadable(this.resource.resource, unreadable);
    }
    this.#resourceVersion = resourceVersion;
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof KubernetesApiError && error.code === 404;
}
