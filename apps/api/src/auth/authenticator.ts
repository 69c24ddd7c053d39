import { CONFIG, type Config, TooManyRequestsError, UnauthenticatedError } from '#libs/platform';
import { Inject, Injectable } from '@nestjs/common';
import { ApiKeyAuthenticator } from './api-key-authenticator.js';
import { bearerOf } from './bearer.js';
import { FailedAuthentications } from './failed-authentications.js';
import { isToken, tokenSettingsOf, TokenVerifier } from './oidc/token-verifier.js';
import type { Principal } from './principal.js';

/** Finds out who calls: by an API key, or by a token of the OpenID provider where one is set. */
@Injectable()
export class Authenticator {
  readonly #tokens: TokenVerifier | undefined;
  readonly #failed: FailedAuthentications;

  constructor(
    @Inject(ApiKeyAuthenticator) private readonly keys: ApiKeyAuthenticator,
    @Inject(CONFIG) config: Config,
  ) {
    const { failures, window } = config.rateLimits;
    this.#failed = new FailedAuthentications(failures, window);
    const settings = tokenSettingsOf(config);
    this.#tokens = settings === undefined ? undefined : new TokenVerifier(settings);
  }

  /**
   * The principal that the Authorization header of a client names. An address from which too many came that were wrong has
   * to wait: nothing is looked up for it, and only keys that are remembered still count.
   *
   * @throws {TooManyRequestsError} (429) the address has to wait
   * @throws {UnauthenticatedError} (401) without a valid key or token
   * @throws {UnavailableError} (503) whether a token is valid can't be found out now
   */
  async authenticateClient(authorization: string | undefined, address: string): Promise<Principal> {
    const bearer = bearerOf(authorization);
    // Who sends nothing costs nothing, and can't have guessed wrong.
    if (bearer === undefined) return this.authenticateHeader(authorization);
    const wait = this.#failed.wait(address, performance.now());
    if (wait !== undefined) {
      const remembered = this.keys.remembered(bearer);
      if (remembered !== undefined) return remembered;
      throw new TooManyRequestsError(
        `Too many wrong keys or tokens came from this address; it may try again in ${wait} seconds.`,
        { headers: { 'retry-after': String(wait) } },
      );
    }
    try {
      return await this.authenticateHeader(authorization);
    } catch (error) {
      if (error instanceof UnauthenticatedError) this.#failed.note(address, performance.now());
      throw error;
    }
  }

  /**
   * The principal that an Authorization header names.
   *
   * @throws {UnauthenticatedError} (401) without a valid key or token
   * @throws {UnavailableError} (503) whether a token is valid can't be found out now
   */
  async authenticateHeader(authorization: string | undefined): Promise<Principal> {
    const bearer = bearerOf(authorization);
    if (bearer === undefined) throw unauthenticated('Send an API key: Authorization: Bearer <key>.');
    if (this.#tokens !== undefined && isToken(bearer)) return this.#tokens.principalOf(bearer);
    const principal = await this.keys.authenticate(bearer);
    if (principal !== undefined) return principal;
    throw unauthenticated('The API key is unknown, revoked or expired.', ', error="invalid_token"');
  }
}

function unauthenticated(detail: string, more = ''): UnauthenticatedError {
  return new UnauthenticatedError(detail, {
    headers: { 'www-authenticate': `Bearer realm="policy-advisor"${more}` },
  });
}
