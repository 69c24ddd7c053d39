import type { ApiKeyEntity } from './api-key-entity.js';

/** Whether a key is taken; a revoked one stays so, expired or not. */
export type ApiKeyState = 'valid' | 'expired' | 'revoked';

/** The one place that says when a key is valid: until it expires, unless it was revoked. */
export function stateOfApiKey(
  { revokedAt, expiresAt }: Pick<ApiKeyEntity, 'revokedAt' | 'expiresAt'>,
  now: Date,
): ApiKeyState {
  if (revokedAt !== null) return 'revoked';
  return isExpired({ expiresAt }, now) ? 'expired' : 'valid';
}

/** Whether a time is over after which something is no longer taken; null: never. */
export function isExpired({ expiresAt }: Pick<ApiKeyEntity, 'expiresAt'>, now: Date): boolean {
  return expiresAt !== null && expiresAt.getTime() <= now.getTime();
}
