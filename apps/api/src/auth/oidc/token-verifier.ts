import { contentId } from '#libs/persistence';
import { type Config, UnauthenticatedError, UnavailableError } from '#libs/platform';
import {
  createRemoteJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  errors,
  type JWTPayload,
  jwtVerify,
  type RemoteJWKSet,
} from 'jose';
import { z } from 'zod';
import type { Principal } from '../principal.js';
import { bindingsOfClaims, type ClaimRule, readClaimRules } from './claim-rules.js';

/** Signatures by keys of which the provider alone has the secret half: no `none`, and no HMAC with what is public. */
const algorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
/** Seconds by which clocks may differ. */
const clockTolerance = 30;
/** Milliseconds for an answer of the provider. */
const timeout = 5_000;
const largestDiscovery = 1_000_000;

const discovery = z.object({ issuer: z.string(), jwks_uri: z.url({ protocol: /^https?$/ }) });
const storable = z
  .string()
  .min(1)
  .max(200)
  .refine((text) => !text.includes('\0') && text.isWellFormed());

/** How tokens of an OpenID provider are checked. */
export interface TokenSettings {
  readonly issuer: string;
  readonly audience: string;
  readonly rules: readonly ClaimRule[];
  readonly keysUrl: string | undefined;
  readonly nameClaim: string;
  readonly keysCooldown: number;
}

/** Undefined: no provider is set. Throws `ConfigError` for mistakes in the file of bindings. */
export function tokenSettingsOf({ oidc }: Pick<Config, 'oidc'>): TokenSettings | undefined {
  const { issuer, audience, bindings, ...rest } = oidc;
  if (issuer === undefined || audience === undefined || bindings === undefined) return undefined;
  return { issuer, audience, rules: readClaimRules(bindings), ...rest };
}

/** Whether a bearer has the form of a signed token: API keys have not. */
export function isToken(bearer: string): boolean {
  if (bearer.split('.').length !== 3) return false;
  try {
    return typeof decodeProtectedHeader(bearer).alg === 'string';
  } catch {
    return false;
  }
}

/** Finds out who a token of the OpenID provider belongs to, and what its claims give. */
export class TokenVerifier {
  #keys: Promise<RemoteJWKSet> | undefined;

  constructor(private readonly settings: TokenSettings) {}

  /**
   * @throws {UnauthenticatedError} (401) not valid: expired, of another issuer or for another audience, badly signed
   * @throws {UnavailableError} (503) whether it is valid can't be said, as the provider can't be reached
   */
  async principalOf(token: string): Promise<Principal> {
    const claims = await this.#verify(token);
    const { sub } = claims;
    if (!storable.safeParse(sub).success || sub === undefined) throw refused();
    const name = storable.safeParse(claims[this.settings.nameClaim]).data ?? sub;
    return {
      kind: 'token',
      keyId: contentId(JSON.stringify([this.settings.issuer, sub])),
      name,
      bindings: bindingsOfClaims(this.settings.rules, claims),
    };
  }

  async #verify(token: string): Promise<JWTPayload> {
    const { issuer, audience } = this.settings;
    // Not yet believed: only so that others' tokens don't make us ask the provider for keys.
    if (claimedIssuer(token) !== issuer) throw refused();
    try {
      const keys = await this.#readKeys();
      const options = { issuer, audience, algorithms, clockTolerance, requiredClaims: ['exp', 'sub'] };
      return await verifyWithAny(token, keys, options);
    } catch (error) {
      if (error instanceof UnavailableError) throw error;
      throw isAboutToken(error) ? refused(error) : unavailable(error);
    }
  }

  /** What could not be read is asked for again by the next token. */
  async #readKeys(): Promise<RemoteJWKSet> {
    this.#keys ??= this.#findKeys();
    try {
      return await this.#keys;
    } catch (error) {
      this.#keys = undefined;
      throw unavailable(error);
    }
  }

  async #findKeys(): Promise<RemoteJWKSet> {
    const { keysUrl, keysCooldown } = this.settings;
    return createRemoteJWKSet(new URL(keysUrl ?? (await this.#discoverKeys())), {
      cooldownDuration: keysCooldown,
      timeoutDuration: timeout,
    });
  }

  async #discoverKeys(): Promise<string> {
    const { issuer } = this.settings;
    const answer = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
      redirect: 'error',
      signal: AbortSignal.timeout(timeout),
    });
    if (!answer.ok) throw new Error(`the provider answered ${answer.status}`);
    const found = discovery.parse(JSON.parse(await textUpTo(answer, largestDiscovery)));
    if (found.issuer !== issuer) throw new Error(`the provider calls itself ${found.issuer}`);
    return found.jwks_uri;
  }
}

/** The text of an answer; no more of it is read than may be. */
async function textUpTo(answer: Response, mostBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new Error(`the provider answered more than ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

// Of several keys that may be meant, as the token names none, one has to fit.
async function verifyWithAny(
  token: string,
  keys: RemoteJWKSet,
  options: Parameters<typeof jwtVerify>[2],
): Promise<JWTPayload> {
  try {
    return (await jwtVerify(token, keys, options)).payload;
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    for await (const key of error) {
      try {
        return (await jwtVerify(token, key, options)).payload;
      } catch (mismatch) {
        if (!(mismatch instanceof errors.JWSSignatureVerificationFailed)) throw mismatch;
      }
    }
    throw new errors.JWSSignatureVerificationFailed();
  }
}

function claimedIssuer(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}

function isAboutToken(error: unknown): boolean {
  return (
    error instanceof errors.JOSEAlgNotAllowed ||
    error instanceof errors.JOSENotSupported ||
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWSInvalid ||
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JWTClaimValidationFailed ||
    error instanceof errors.JWTExpired ||
    error instanceof errors.JWTInvalid
  );
}

function refused(cause?: unknown): UnauthenticatedError {
  const detail =
    cause instanceof errors.JWTExpired
      ? 'The token has expired.'
      : 'The token is not valid for this service.';
  return new UnauthenticatedError(detail, {
    cause,
    headers: { 'www-authenticate': 'Bearer realm="policy-advisor", error="invalid_token"' },
  });
}

function unavailable(cause: unknown): UnavailableError {
  if (cause instanceof UnavailableError) return cause;
  return new UnavailableError('The OpenID provider can not be asked for its keys.', {
    cause,
    headers: { 'retry-after': '5' },
  });
}
