import { expect, it } from 'vitest';
import { stateOfApiKey } from './api-key-state.js';

const now = new Date('2026-03-01T10:00:00Z');
const before = new Date(now.getTime() - 1);
const after = new Date(now.getTime() + 1);

it.each([
  [null, null, 'valid'],
  [null, after, 'valid'],
  [null, now, 'expired'],
  [null, before, 'expired'],
  [before, null, 'revoked'],
  [before, after, 'revoked'],
  [before, before, 'revoked'],
] as const)('an API key that was revoked at %s and expires at %s is %s', (revokedAt, expiresAt, state) => {
  expect(stateOfApiKey({ revokedAt, expiresAt }, now)).toBe(state);
});
