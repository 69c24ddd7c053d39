import { digestOf, findValidApiKey, isExpired } from '#libs/persistence';
import { CONFIG, type Config } from '#libs/platform';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Principal } from './principal.js';

interface CacheEntry {
  readonly principal: Principal;
  readonly expiresAt: Date | null;
  readonly askAgainAt: number;
}

const cacheSize = 1_000;

/**
 * Finds out who a key belongs to. Valid keys are remembered for API_KEY_CACHE_TIME, by their whole hash; refused ones
 * never are, so a flood of wrong keys can't push out the right ones.
 */
@Injectable()
export class ApiKeyAuthenticator {
  readonly #cache = new Map<string, CacheEntry>();
  /** Keys that are being looked up, by their hash: those who come with one meanwhile wait for the same answer. */
  readonly #asked = new Map<string, Promise<Principal | undefined>>();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DataSource) private readonly dataSource: DataSource,
  ) {}

  /** The principal of a key that was taken just before, without asking anybody; undefined: it has to be looked up. */
  remembered(key: string, now = new Date()): Principal | undefined {
    return this.#remembered(cacheKeyOf(key), now);
  }

  #remembered(cacheKey: string, now: Date): Principal | undefined {
    const cached = this.#cache.get(cacheKey);
    return cached !== undefined && cached.askAgainAt > now.getTime() && !isExpired(cached, now)
      ? cached.principal
      : undefined;
  }

  /** The principal of a key; undefined if it is unknown, revoked or expired. */
  async authenticate(key: string, now = new Date()): Promise<Principal | undefined> {
    const hash = cacheKeyOf(key);
    const remembered = this.#remembered(hash, now);
    if (remembered !== undefined) return remembered;
    this.#cache.delete(hash);
    // Nobody is to be told what was true before they came, if nothing may be remembered.
    if (this.config.auth.cacheTime === 0) return this.#lookUp(hash, key, now);
    const asked =
      this.#asked.get(hash) ?? this.#lookUp(hash, key, now).finally(() => this.#asked.delete(hash));
    this.#asked.set(hash, asked);
    return asked;
  }

  async #lookUp(hash: string, key: string, now: Date): Promise<Principal | undefined> {
    const found = await findValidApiKey(this.dataSource.manager, key, now);
    if (found === undefined) return undefined;
    const { id, name, bindings, requestLimit } = found.entity;
    const principal = {
      kind: 'key' as const,
      keyId: id,
      name,
      bindings,
      requestLimit: requestLimit ?? undefined,
    };
    this.#remember(hash, {
      principal,
      expiresAt: found.validUntil,
      askAgainAt: now.getTime() + this.config.auth.cacheTime,
    });
    return principal;
  }

  #remember(hash: string, entry: CacheEntry): void {
    const oldest = this.#cache.size >= cacheSize ? this.#cache.keys().next().value : undefined;
    if (oldest !== undefined) this.#cache.delete(oldest);
    this.#cache.set(hash, entry);
  }
}

/** Keys are kept as digests alone. */
function cacheKeyOf(key: string): string {
  return digestOf(key).hash.toString('base64');
}
