import { createHmac } from 'node:crypto';

/** Before a secret that people see, so that it is recognised for what it is. */
const SECRET_PREFIX = 'whsec_';

/** A secret as its owner sees it. */
export function secretText(secret: Buffer): string {
  return `${SECRET_PREFIX}${secret.toString('base64')}`;
}

/** What is signed and sent. `id` stays the same however often a delivery is tried. */
export interface SignedMessage {
  readonly id: string;
  readonly body: string;
}

/**
 * The headers of Standard Webhooks 1.0 (standardwebhooks.com): HMAC-SHA256 over id, seconds since the epoch and body, so
 * that a receiver can tell who sent it, that nothing was changed, and that it is not an old one sent again. There is a
 * signature for each secret, with a space between them: while a secret is exchanged, receivers know one or the other.
 */
export function signedHeaders(
  secrets: readonly Buffer[],
  { id, body }: SignedMessage,
  now: Date,
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(now.getTime() / 1_000));
  const signatures = secrets.map(
    (secret) => `v1,${createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64')}`,
  );
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}
