import { setTimeout as sleep } from 'node:timers/promises';
import {
  beginTerm,
  endTerm,
  latestTerm,
  LiveInventory,
  noteUnreachable,
  StaleTermError,
  watchedResources,
  type WatchTerm,
} from '#libs/inventory';
import type { KafkaLogger } from '#libs/kafka';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { backOff } from './back-off.js';
import { errorText } from './error-text.js';
import type { InventoryMetrics } from './inventory-metrics.js';
import { keepLease } from './keep-lease.js';
import type { KubernetesApi } from './kubernetes-api.js';
import { Lease, type LeaseSettings } from './lease.js';
import { Reflector } from './reflector.js';

export interface WatcherParts {
  readonly dataSource: DataSource;
  readonly api: Pick<KubernetesApi, 'request' | 'watch'>;
  /** The name of the cluster here. */
  readonly cluster: string;
  readonly lease: LeaseSettings;
  readonly pageSize: number;
  /** See ReflectorParts. */
  readonly watchSeconds?: number;
  /** After a failure, for so many ms. Rejects when the signal aborts. */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<unknown>;
  readonly metrics: InventoryMetrics;
  readonly logger: KafkaLogger;
}

/**
 * Watches a cluster, if no other collector does. The Lease decides who should; the term in Postgres decides whose writes
 * count. So a watcher that can not reach the API server for a while goes on from where it was, as long as nobody else has
 * begun a term, and one that was asleep notices with its next write.
 */
export class ClusterWatcher {
  readonly #stopped = new AbortController();
  readonly #lease: Lease;
  #running: Promise<void> = Promise.resolve();

  constructor(private readonly parts: WatcherParts) {
    this.#lease = new Lease(parts.api, parts.lease, {
      now: () => new Date(),
      elapsed: () => performance.now(),
    });
  }

  start(): void {
    this.parts.metrics.watching(false);
    this.#running = this.#run(this.#stopped.signal);
  }

  /** Stores what was read, and gives the Lease back. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
    try {
      await this.#lease.release(AbortSignal.timeout(2_000));
    } catch (error) {
      this.parts.logger.warn({ err: error }, 'the Lease could not be given back; it will expire');
    }
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { cluster, lease, logger, metrics } = this.parts;
    for (let failures = 0; !signal.aborted;) {
      try {
        const term = await this.#take(signal);
        if (term === undefined) {
          failures = 0;
          await sleep((lease.duration / 3) * (0.5 + Math.random()), undefined, { signal });
          continue;
        }
        logger.info({ cluster, term }, 'this collector watches the cluster');
        metrics.watching(true);
        await this.#watch({ cluster, term }, signal, () => (failures = 0));
        await this.#end({ cluster, term });
        logger.info({ cluster, term }, 'this collector no longer watches the cluster');
      } catch (error) {
        if (signal.aborted) break;
        failures += 1;
        if (error instanceof StaleTermError) {
          // Not to be noted: somebody else watches. Not at once again: two that take it from each other list for ever.
          logger.warn({ err: error, cluster }, 'this collector no longer watches the cluster');
        } else {
          logger.error({ err: error, cluster }, 'the cluster can not be watched');
          await this.#noteError(error);
        }
        await this.#pause(backOff(failures, Math.random()), signal).catch(() => undefined);
      } finally {
        metrics.watching(false);
      }
    }
  }

  /** The new term, if the Lease could be taken. */
  async #take(signal: AbortSignal): Promise<number | undefined> {
    const { dataSource, api, cluster, lease } = this.parts;
    const answer = await this.#lease.take(await latestTerm(dataSource, cluster), signal);
    if (!answer.held) return undefined;
    const term = { cluster, term: answer.term };
    const clusterIdentity = await identityOf(api, signal);
    const watcher = { name: lease.identity, clusterIdentity, lease: `${lease.namespace}/${lease.name}` };
    return (await beginTerm(dataSource, term, watcher, new Date())) ? answer.term : undefined;
  }

  /** Ends when the Lease is lost, or the signal aborts. Throws `StaleTermError`. `synced`: everything has been listed. */
  async #watch(term: WatchTerm, stop: AbortSignal, synced: () => void): Promise<void> {
    const { dataSource, api, pageSize, watchSeconds, metrics, lease, logger } = this.parts;
    const over = new AbortController();
    const signal = AbortSignal.any([stop, over.signal]);
    const inventory = new LiveInventory(dataSource, term, () => new Date());
    const missing = new Set(
      watchedResources.filter(({ optional }) => optional !== true).map(({ resource }) => resource),
    );
    let complete = false;
    const listed = async (resource: string): Promise<void> => {
      missing.delete(resource);
      if (complete || missing.size > 0) return;
      await inventory.synced();
      complete = true;
      synced();
    };
    const parts = { api, inventory, observer: metrics, listed, pageSize, watchSeconds, random: Math.random };
    const reflectors = watchedResources.map((resource) => new Reflector(resource, parts));
    const until = async (work: Promise<void>): Promise<void> => {
      try {
        await work;
      } catch (error) {
        if (!signal.aborted) throw error;
      } finally {
        over.abort();
      }
    };
    let told: Promise<unknown> = Promise.resolve();
    const duties = {
      pause: (ended: AbortSignal) => sleep(lease.duration / 3, undefined, { signal: ended }),
      renew: (ended: AbortSignal) => this.#lease.renew(term.term, ended),
      heartbeat: () => {
        const telling = inventory.heartbeat({ lastEventAt: metrics.lastEventAt });
        told = telling;
        return telling;
      },
      failed: (error: unknown) => {
        logger.warn({ err: error, cluster: term.cluster }, 'the Lease could not be renewed');
        return this.#noteError(error);
      },
    };
    const results = await Promise.allSettled([
      until(keepLease(duties, signal)),
      until(follow(reflectors, signal)),
    ]);
    // Nothing of this term is written once it is over.
    await Promise.allSettled([told]);
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  }

  #pause(ms: number, signal: AbortSignal): Promise<unknown> {
    return this.parts.pause?.(ms, signal) ?? sleep(ms, undefined, { signal });
  }

  async #end(term: WatchTerm): Promise<void> {
    const { dataSource, cluster, logger } = this.parts;
    try {
      await endTerm(dataSource, term);
    } catch (error) {
      logger.warn({ err: error, cluster }, 'that the watch has ended could not be stored');
    }
  }

  async #noteError(error: unknown): Promise<void> {
    const { dataSource, cluster, lease, logger } = this.parts;
    try {
      await noteUnreachable(dataSource, cluster, {
        watcher: lease.identity,
        error: errorText(error),
        now: new Date(),
      });
    } catch (failure) {
      logger.warn({ err: failure, cluster }, 'the state of the watch could not be stored');
    }
  }
}

const namespaces = z.object({ items: z.array(z.object({ metadata: z.object({ uid: z.string().min(1) }) })) });

/** The UID of the namespace kube-system, which a cluster has from its beginning to its end. By a list: that is granted. */
async function identityOf(api: WatcherParts['api'], signal: AbortSignal): Promise<string> {
  const query = { fieldSelector: 'metadata.name=kube-system' };
  const { items } = namespaces.parse(await api.request('GET', '/api/v1/namespaces', { query, signal }));
  const [system] = items;
  if (system === undefined) throw new Error('the cluster has no namespace kube-system');
  return system.metadata.uid;
}

/** Lists everything, owners before what they own, then watches all of it at once. */
async function follow(reflectors: readonly Reflector[], signal: AbortSignal): Promise<void> {
  for (const reflector of reflectors) {
    signal.throwIfAborted();
    await reflector.sync(signal);
  }
  await Promise.all(reflectors.map((reflector) => reflector.run(signal)));
}
