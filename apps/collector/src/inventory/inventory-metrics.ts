import { Counter, Gauge, type Registry } from 'prom-client';
import type { ReflectorObserver } from './reflector.js';

/** Metrics of the watch of a cluster. Those of the watcher are of the process that watches; the others show none. */
export class InventoryMetrics implements ReflectorObserver {
  readonly #watching: Gauge;
  readonly #objects: Gauge;
  readonly #events: Counter;
  readonly #lists: Counter;
  readonly #errors: Counter;
  readonly #unreadable: Counter;
  readonly #lastEvent: Gauge;
  /** Of this process. */
  lastEventAt: Date | undefined;

  constructor(
    registry: Registry,
    /** The cluster that is watched: collectors of several may be asked by one Prometheus. */
    private readonly cluster: string,
    private readonly logged: (resource: string, error: unknown) => void = () => undefined,
  ) {
    const registers = [registry];
    this.#watching = new Gauge({
      name: 'inventory_watching',
      help: '1 in the collector that watches the cluster, 0 in those that stand by.',
      labelNames: ['cluster'],
      registers,
    });
    this.#objects = new Gauge({
      name: 'inventory_listed_objects',
      help: 'Objects that the last list of a resource held.',
      labelNames: ['cluster', 'resource'],
      registers,
    });
    this.#events = new Counter({
      name: 'inventory_watch_events_total',
      help: 'Events of watches; type expired: the server asked for a new list (410 Gone).',
      labelNames: ['cluster', 'resource', 'type'],
      registers,
    });
    this.#lists = new Counter({
      name: 'inventory_lists_total',
      help: 'Complete lists of a resource.',
      labelNames: ['cluster', 'resource'],
      registers,
    });
    this.#errors = new Counter({
      name: 'inventory_watch_errors_total',
      help: 'Lists and watches that failed; they are tried again.',
      labelNames: ['cluster', 'resource'],
      registers,
    });
    this.#unreadable = new Counter({
      name: 'inventory_unreadable_objects_total',
      help: 'Objects that were passed over because they could not be read.',
      labelNames: ['cluster', 'resource'],
      registers,
    });
    this.#lastEvent = new Gauge({
      name: 'inventory_last_event_timestamp_seconds',
      help: 'When a watch last told something, bookmarks included; seconds since the epoch.',
      labelNames: ['cluster'],
      registers,
    });
  }

  watching(yes: boolean): void {
    this.#watching.set({ cluster: this.cluster }, yes ? 1 : 0);
    // Whoever takes over lists them: they are not to be counted twice.
    if (!yes) this.#objects.reset();
  }

  listed(resource: string, objects: number): void {
    this.#objects.set({ cluster: this.cluster, resource }, objects);
    this.#lists.inc({ cluster: this.cluster, resource });
    this.#told();
  }

  event(resource: string, type: string): void {
    this.#events.inc({ cluster: this.cluster, resource, type });
    this.#told();
  }

  unreadable(resource: string, objects: number): void {
    if (objects > 0) this.#unreadable.inc({ cluster: this.cluster, resource }, objects);
  }

  failed(resource: string, error: unknown): void {
    this.#errors.inc({ cluster: this.cluster, resource });
    this.logged(resource, error);
  }

  #told(): void {
    this.lastEventAt = new Date();
    this.#lastEvent.setToCurrentTime({ cluster: this.cluster });
  }
}
