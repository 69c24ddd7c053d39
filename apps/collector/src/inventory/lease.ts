import { z } from 'zod';
import { type KubernetesApi, KubernetesApiError } from './kubernetes-api.js';

const apiVersion = 'coordination.k8s.io/v1';

const leaseObject = z.looseObject({
  metadata: z.looseObject({ resourceVersion: z.string() }),
  spec: z
    .looseObject({
      holderIdentity: z.string().nullish(),
      leaseDurationSeconds: z.int().nullish(),
      renewTime: z.string().nullish(),
      leaseTransitions: z.int().nullish(),
    })
    .default({}),
});
type LeaseObject = z.infer<typeof leaseObject>;

export interface LeaseSettings {
  readonly namespace: string;
  readonly name: string;
  /** Who asks; different for each process. */
  readonly identity: string;
  /** In ms: a holder that has not renewed for so long may be replaced. */
  readonly duration: number;
}

/** What a try came to. `heldBy`: whose it is, empty if nobody's; undefined: somebody was faster, who is not known. */
export type LeaseAnswer =
  | { readonly held: true; readonly term: number }
  | { readonly held: false; readonly heldBy: string | undefined };

/**
 * A Lease (coordination.k8s.io/v1) as a lock with an end, after k8s.io/client-go/tools/leaderelection: whoever has it
 * renews it; whoever wants it waits until it has not been renewed for its duration, by the waiting one's own clock, as
 * those of others may be wrong. Each change of the holder raises `leaseTransitions`, here the term, above all terms before,
 * even those of a Lease that somebody deleted. Changes go by resourceVersion, so that of two only one succeeds.
 */
export class Lease {
  /** The Lease as last seen, and when it was first seen like that, in ms of a clock that only goes forward. */
  #seen: { readonly renewal: string; readonly since: number } | undefined;

  constructor(
    private readonly api: Pick<KubernetesApi, 'request'>,
    private readonly settings: LeaseSettings,
    private readonly clock: { readonly now: () => Date; readonly elapsed: () => number },
  ) {}

  /**
   * Takes the Lease, if it may, for a new term. `latestTerm`: the highest that is known to have been used. Throws as the API
   * does.
   */
  async take(latestTerm: number, signal: AbortSignal): Promise<LeaseAnswer> {
    const found = await this.#read(signal);
    if (found === undefined) return this.#create(latestTerm + 1, signal);
    const { identity, duration } = this.settings;
    const { holderIdentity, renewTime, leaseDurationSeconds, leaseTransitions } = found.spec;
    const holder = holderIdentity ?? '';
    const renewal = `${holder} ${renewTime ?? ''} ${found.metadata.resourceVersion}`;
    if (this.#seen?.renewal !== renewal) this.#seen = { renewal, since: this.clock.elapsed() };
    const lasts = Math.max(duration, (leaseDurationSeconds ?? 0) * 1_000);
    const expired = this.clock.elapsed() - this.#seen.since >= lasts;
    if (holder !== '' && holder !== identity && !expired) return { held: false, heldBy: holder };
    const term = Math.max(leaseTransitions ?? 0, latestTerm) + 1;
    const spec = { ...found.spec, ...this.#spec(term), acquireTime: this.#time() };
    return this.#written(term, () =>
      this.api.request('PUT', this.#path, { body: { ...found, spec }, signal }),
    );
  }

  /** Renews what was taken for this term, if it has not been lost. Throws as the API does. */
  async renew(term: number, signal: AbortSignal): Promise<LeaseAnswer> {
    const found = await this.#read(signal);
    if (found === undefined) return this.#create(term, signal);
    const { holderIdentity, leaseTransitions } = found.spec;
    if (holderIdentity !== this.settings.identity || leaseTransitions !== term) {
      return { held: false, heldBy: holderIdentity ?? '' };
    }
    const spec = { ...found.spec, ...this.#spec(term) };
    return this.#written(term, () =>
      this.api.request('PUT', this.#path, { body: { ...found, spec }, signal }),
    );
  }

  /** Gives it back, so that the next one need not wait. */
  async release(signal: AbortSignal): Promise<void> {
    const found = await this.#read(signal);
    if (found?.spec.holderIdentity !== this.settings.identity) return;
    const spec = { ...found.spec, holderIdentity: '', leaseDurationSeconds: 1, renewTime: this.#time() };
    await this.api.request('PUT', this.#path, { body: { ...found, spec }, signal });
  }

  async #create(term: number, signal: AbortSignal): Promise<LeaseAnswer> {
    const { namespace, name } = this.settings;
    const spec = { ...this.#spec(term), acquireTime: this.#time() };
    const body = { apiVersion, kind: 'Lease', metadata: { namespace, name }, spec };
    return this.#written(term, () => this.api.request('POST', this.#collection, { body, signal }));
  }

  async #written(term: number, write: () => Promise<unknown>): Promise<LeaseAnswer> {
    try {
      await write();
    } catch (error) {
      // Somebody else was faster; who, the next try will tell.
      if (error instanceof KubernetesApiError && error.code === 409)
        return { held: false, heldBy: undefined };
      throw error;
    }
    return { held: true, term };
  }

  async #read(signal: AbortSignal): Promise<LeaseObject | undefined> {
    try {
      return leaseObject.parse(await this.api.request('GET', this.#path, { signal }));
    } catch (error) {
      if (error instanceof KubernetesApiError && error.code === 404) return undefined;
      throw error;
    }
  }

  #spec(term: number) {
    const { identity, duration } = this.settings;
    return {
      holderIdentity: identity,
      leaseDurationSeconds: Math.ceil(duration / 1_000),
      renewTime: this.#time(),
      leaseTransitions: term,
    };
  }

  /** MicroTime of Kubernetes. */
  #time(): string {
    return this.clock.now().toISOString().replace('Z', '000Z');
  }

  get #collection(): string {
    return `/apis/${apiVersion}/namespaces/${this.settings.namespace}/leases`;
  }

  get #path(): string {
    return `${this.#collection}/${this.settings.name}`;
  }
}
