import { CONFIG, type Config, UnauthenticatedError } from '#libs/platform';
import { Inject, Injectable } from '@nestjs/common';
import { ApiKeyAuthenticator } from './api-key-authenticator.js';
import { bearerOf } from './bearer.js';
import { isToken, tokenSettingsOf, TokenVerifier } from './oidc/token-verifier.js';
import type { Principal } from './principal.js';

/** Finds out who calls: by an API key, or by a token of the OpenID provider where one is set. */
@Injectable()
export class Authenticator {
  readonly #tokens: TokenVerifier | undefined;

  constructor(
    @Inject(ApiKeyAuthenticator) private readonly keys: ApiKeyAuthenticator,
    @Inject(CONFIG) config: Config,
  ) {
    const settings = tokenSettingsOf(config);
    this.#tokens = settings === undefined ? undefined : new TokenVerifier(settings);
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
