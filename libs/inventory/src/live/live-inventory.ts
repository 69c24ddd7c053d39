import { isRecord, type ManifestDocument } from '#libs/kubernetes';
import { workloadId } from '#libs/persistence';
import type { DataSource, EntityManager } from 'typeorm';
import { storeObjects, storeOwners, storeWorkloads } from '../inventory-store.js';
import { readInventory } from '../read-inventory.js';
import { type AttributedPod, attributePods, podsOf } from './attribute-pods.js';
import { readLivePod } from './live-pod.js';
import { storePodDocuments } from './pod-documents.js';
import { readFailure } from './read-failure.js';
import { reduceObject } from './reduce-object.js';
import {
  removeAllBut,
  removeFormer,
  removeObjects,
  removeUnwatched,
  removeWithoutPods,
} from './remove-objects.js';
import { storeContainers } from './store-containers.js';
import { attributeFailures, forgetFailures, storeFailures } from './store-failures.js';
import { forgetGonePods, markPodsGone, storePods } from './store-pods.js';
import { holdTerm, type WatchTerm } from './watch-term.js';
import type { WatchedResource } from './watched-resources.js';

type Json = Readonly<Record<string, unknown>>;

/** What happened to objects of one resource, at most one thing to each object. */
export interface ObjectChanges {
  readonly resource: WatchedResource;
  readonly apiVersion: string;
  /** New or changed, as the API server gave them. */
  readonly present: readonly Json[];
  /** Gone, in their last state. */
  readonly gone: readonly Json[];
}

/** What tells an object from others of its resource. */
export function objectKey(object: Json): string {
  const { namespace, name } = nameOf(object);
  return `${namespace}/${name}`;
}

/** How long a pod that is gone can still be found by its UID, in ms: agents and Kafka may be late. */
const goneKeptFor = 24 * 3_600_000;

/**
 * The inventory of a watched cluster, as its one watcher writes it. Every method is one transaction that first makes sure
 * that the watcher's term lasts (`StaleTermError`), and that may be repeated: what is stored already is not written again.
 * One call at a time.
 */
export class LiveInventory {
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly dataSource: DataSource,
    private readonly watch: WatchTerm,
    private readonly now: () => Date,
  ) {}

  /** Stores what happened. Returns how many objects could not be read; they are passed over. */
  store(changes: ObjectChanges): Promise<number> {
    return this.#transaction((transaction) => {
      const { kind } = changes.resource;
      if (kind === 'Event') return this.#storeFailures(transaction, changes);
      return kind === 'Pod'
        ? this.#storePods(transaction, changes)
        : this.#storeObjects(transaction, changes);
    });
  }

  /**
   * Removes what the cluster no longer has. `present`: what a complete list of the resource gave, each by `objectKey`, pods
   * by UID.
   */
  reconcile({ kind }: WatchedResource, present: ReadonlySet<string>): Promise<void> {
    const { cluster } = this.watch;
    return this.#transaction(async (transaction) => {
      // An Event that has expired has happened nevertheless.
      if (kind === 'Event') {
        await forgetFailures(transaction, cluster, this.now());
        // What they are about may have become known otherwise than by this watch.
        return attributeFailures(transaction, cluster, 'everything');
      }
      if (kind !== 'Pod') return removeAllBut(transaction, cluster, kind, present);
      const now = this.now();
      const left = await markPodsGone(transaction, cluster, { allBut: [...present] }, now);
      await removeWithoutPods(transaction, cluster);
      await storePodDocuments(transaction, cluster, left, now);
      await forgetGonePods(transaction, cluster, new Date(now.getTime() - goneKeptFor));
    });
  }

  /** Everything has been listed at least once: what is left of kinds that are not watched was uploaded, and goes. */
  synced(): Promise<void> {
    const { cluster } = this.watch;
    return this.#transaction(async (transaction) => {
      await removeUnwatched(transaction, cluster);
      await transaction.query(
        `UPDATE cluster_watches SET synced_at = $2, heartbeat_at = now() WHERE cluster = $1`,
        [cluster, this.now()],
      );
    });
  }

  /** Says that the watcher is alive, and what is wrong, if something is. */
  heartbeat(state: {
    readonly lastEventAt?: Date | undefined;
    readonly error?: string | undefined;
  }): Promise<void> {
    return this.#transaction(async (transaction) => {
      await transaction.query(
        `UPDATE cluster_watches SET
           heartbeat_at = CASE WHEN $4::text IS NULL THEN now() ELSE heartbeat_at END,
           last_event_at = greatest(last_event_at, $3::timestamptz),
           error = $4, error_at = CASE WHEN $4::text IS NULL THEN NULL ELSE $2::timestamptz END
         WHERE cluster = $1`,
        [this.watch.cluster, this.now(), state.lastEventAt ?? null, state.error ?? null],
      );
    });
  }

  /** How it goes with one resource. */
  report(resource: string, state: 'synced' | 'absent' | 'failing', error?: string): Promise<void> {
    return this.#transaction(async (transaction) => {
      await transaction.query(
        `INSERT INTO cluster_watch_resources AS known (cluster, resource, state, listed_at, error, error_at)
         VALUES ($1, $2, $3, CASE WHEN $3 = 'synced' THEN $4::timestamptz END, $5,
           CASE WHEN $5::text IS NOT NULL THEN $4::timestamptz END)
         ON CONFLICT (cluster, resource) DO UPDATE
           SET state = excluded.state, listed_at = coalesce(excluded.listed_at, known.listed_at),
             error = excluded.error, error_at = excluded.error_at`,
        [this.watch.cluster, resource, state, this.now(), error ?? null],
      );
    });
  }

  async #storeObjects(transaction: EntityManager, changes: ObjectChanges): Promise<number> {
    const { cluster } = this.watch;
    const { resource, apiVersion, present, gone } = changes;
    const { workloads, objects, owners, mistakes } = readInventory(
      present.map((object) => documentOf(reduceObject(object, resource, apiVersion))),
      { cluster, defaultNamespace: '', pointer: '' },
    );
    await removeObjects(transaction, cluster, resource.kind, gone.map(nameOf), 'anything');
    await removeFormer(transaction, cluster, { workloads, owners });
    const changed = await storeWorkloads(transaction, cluster, { workloads }, this.now());
    await storeObjects(transaction, cluster, { objects }, this.now());
    const changedOwners = await storeOwners(transaction, cluster, { owners });
    const mayOwn = [...changedOwners, ...changed.map(({ workload }) => workload)];
    const pods = await podsOf(transaction, cluster, mayOwn);
    const attributed = await attributePods(transaction, cluster, pods);
    await storePodDocuments(transaction, cluster, idsOf(attributed), this.now());
    const owning = [...mayOwn, ...attributed.map(({ workload }) => workload)];
    const ofPods = [...pods, ...attributed.map(({ uid }) => uid)];
    await attributeFailures(transaction, cluster, { pods: ofPods, objects: owning });
    return mistakes.length;
  }

  async #storePods(transaction: EntityManager, changes: ObjectChanges): Promise<number> {
    const { cluster } = this.watch;
    const read = changes.present.map(readLivePod);
    const pods = read.flatMap((pod) => pod ?? []);
    const changed = new Set(await storePods(transaction, cluster, pods));
    const gone = changes.gone.flatMap((object) => readLivePod(object) ?? []);
    const now = this.now();
    const forget = new Date(now.getTime() - goneKeptFor);
    // Of a pod that came and went between two looks at the watch this is the only word.
    for (const uid of await storePods(transaction, cluster, gone, now)) changed.add(uid);
    await storeContainers(transaction, cluster, [...pods, ...gone], { now, forget });
    const left = await markPodsGone(transaction, cluster, { uids: gone.map(({ uid }) => uid) }, now);
    await removeWithoutPods(transaction, cluster, left);
    const attributed = await attributePods(transaction, cluster, [...changed]);
    const objects = attributed.map(({ workload }) => workload);
    await storePodDocuments(transaction, cluster, [...left, ...idsOf(attributed)], now);
    const ofPods = [...changed, ...attributed.map(({ uid }) => uid)];
    await attributeFailures(transaction, cluster, { pods: ofPods, objects });
    return read.length - pods.length;
  }

  async #storeFailures(transaction: EntityManager, { present }: ObjectChanges): Promise<number> {
    const now = this.now();
    const read = present.map((object) => readFailure(object, now));
    const failures = read.filter((each) => typeof each !== 'string');
    if (failures.length > 0) await storeFailures(transaction, this.watch.cluster, failures, now);
    return read.filter((each) => each === 'unreadable').length;
  }

  #transaction<T>(work: (transaction: EntityManager) => Promise<T>): Promise<T> {
    const result = this.#last.then(() =>
      this.dataSource.transaction(async (transaction) => {
        await holdTerm(transaction, this.watch);
        return work(transaction);
      }),
    );
    this.#last = result.catch(() => undefined);
    return result;
  }
}

function idsOf(attributed: readonly AttributedPod[]): readonly string[] {
  return [...new Set(attributed.map(({ workload }) => workloadId(workload)))];
}

function documentOf(value: Json): ManifestDocument {
  return { value, index: 0, line: 0, path: '' };
}

function nameOf(object: Json): { readonly namespace: string; readonly name: string } {
  const metadata = isRecord(object['metadata']) ? object['metadata'] : {};
  const { namespace, name } = metadata;
  return {
    namespace: typeof namespace === 'string' ? namespace : '',
    name: typeof name === 'string' ? name : '',
  };
}
