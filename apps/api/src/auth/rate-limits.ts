import { once } from 'node:events';
import { CONFIG, type Config, isOfReplica, TooManyRequestsError } from '#libs/platform';
import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Redis } from 'ioredis';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import type { Principal } from './principal.js';

/** Of how many requests there may be in a window; the names stand in the headers. */
type Kind = 'requests' | 'events';

/** The window is counted to its end by the library; the limit, which keys may have of their own, is compared here. */
const unlimitedPoints = Number.MAX_SAFE_INTEGER;

/**
 * How many requests each caller may make in a window. Counted in Redis where there is one, for all processes of the API
 * together; else, and while Redis is away, by each process for itself.
 */
@Injectable()
export class RateLimits implements OnModuleInit, OnApplicationShutdown {
  readonly #limiter: RateLimiterAbstract;
  readonly #redis: Redis | undefined;
  readonly #seconds: number;
  /** Settled at the first word from Redis, good or bad. */
  readonly #heard: Promise<unknown> | undefined;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    const { url, keyPrefix } = config.redis;
    this.#seconds = Math.ceil(config.rateLimits.window / 1_000);
    const options = {
      points: unlimitedPoints,
      duration: this.#seconds,
      keyPrefix: `${keyPrefix}:rate-limit`,
    };
    const inMemory = new RateLimiterMemory(options);
    if (url === undefined) {
      this.#limiter = inMemory;
      return;
    }
    this.#redis = new Redis(url, {
      enableOfflineQueue: false,
      connectTimeout: 2_000,
      maxRetriesPerRequest: 1,
      commandTimeout: 1_000,
      reconnectOnError: isOfReplica,
    });
    this.#heard = once(this.#redis, 'ready').catch(() => undefined);
    const logger = new Logger(RateLimits.name);
    let isAway = false;
    this.#redis.on('error', (error: Error) => {
      if (!isAway) logger.warn({ err: error }, 'Redis is away: rate limits are those of this process alone');
      isAway = true;
    });
    this.#redis.on('ready', () => {
      isAway = false;
    });
    this.#limiter = new RateLimiterRedis({
      ...options,
      storeClient: this.#redis,
      rejectIfRedisNotReady: true,
      insuranceLimiter: inMemory,
    });
  }

  /** So that the first requests are counted where all others are. */
  async onModuleInit(): Promise<void> {
    await this.#heard;
  }

  /**
   * Counts a request, and says in the headers of its answer how many are left.
   *
   * @throws {TooManyRequestsError} (429) there were too many in this window
   */
  async count(
    { keyId, requestLimit }: Principal,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const kind = kindOf(request);
    const { requests, events } = this.config.rateLimits;
    const limit = kind === 'events' ? events : (requestLimit ?? requests);
    if (limit === 0) return;
    const { consumedPoints, msBeforeNext } = await this.#limiter.consume(`${kind}:${keyId}`);
    const [left, wait] = [Math.max(0, limit - consumedPoints), Math.max(1, Math.ceil(msBeforeNext / 1_000))];
    reply.header('ratelimit-policy', `"${kind}";q=${limit};w=${this.#seconds}`);
    reply.header('ratelimit', `"${kind}";r=${left};t=${wait}`);
    if (consumedPoints <= limit) return;
    throw new TooManyRequestsError(
      `The caller may make ${limit} requests in ${this.#seconds} seconds; the next ones in ${wait} seconds.`,
      { headers: { 'retry-after': String(wait) } },
    );
  }

  onApplicationShutdown(): void {
    this.#redis?.disconnect();
  }
}

function kindOf({ routeOptions }: FastifyRequest): Kind {
  return routeOptions.url?.endsWith('/runtime-events') === true ? 'events' : 'requests';
}
