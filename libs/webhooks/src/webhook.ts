import { z } from 'zod';

/** What is told of: a simulation has ended; verdicts of a continuous one have changed; somebody tries a webhook out. */
export const webhookEvent = z.enum(['simulation.finished', 'simulation.changed']);
export type WebhookEvent = z.infer<typeof webhookEvent>;

/** Events that are delivered: `ping` to a single webhook, whatever it asked for. */
export const deliveredEvent = z.enum([...webhookEvent.options, 'ping']);
export type DeliveredEvent = z.infer<typeof deliveredEvent>;

export interface Webhook {
  readonly id: string;
  readonly url: string;
  readonly events: readonly WebhookEvent[];
  /** Undefined: simulations of all projects. */
  readonly project: string | undefined;
  readonly description: string;
  readonly enabled: boolean;
  /** Since when it has taken nothing that it was sent. */
  readonly failingSince: Date | undefined;
  /** When and why the service has disabled it. */
  readonly disabled: { readonly at: Date; readonly reason: string } | undefined;
  /** Counts its changes, from 1. */
  readonly revision: number;
  readonly createdAt: Date;
  readonly createdBy: string;
  /** The key for whose access it acts; undefined: it is the affair of those without limits. */
  readonly actsFor: string | undefined;
  /** Until when deliveries are signed with the secret before the present one too; undefined: it was never rotated. */
  readonly previousSecretUntil: Date | undefined;
}

const MOST_URL = 2_048;

/** Where a webhook may point to, apart from what its name resolves to. */
export interface UrlPolicy {
  readonly allowHttp: boolean;
  readonly isAllowed: (address: string) => boolean;
}

/** What is wrong with the URL of a webhook; undefined: nothing. */
export function urlMistake(text: string, { allowHttp, isAllowed }: UrlPolicy): string | undefined {
  const url = URL.parse(text);
  if (url === null || text.length > MOST_URL) return `must be a URL of at most ${MOST_URL} characters`;
  const schemes = allowHttp ? ['https:', 'http:'] : ['https:'];
  if (!schemes.includes(url.protocol)) return `must begin with ${schemes.join('// or ')}//`;
  if (url.username !== '' || url.password !== '') return 'must not hold a user name or password';
  if (url.hash !== '') return 'must not have a fragment';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isAddress = /^[\d.]+$/.test(host) || host.includes(':');
  if (host === 'localhost' || host.endsWith('.localhost') || isAddress) {
    const address = isAddress ? host : '127.0.0.1';
    if (!isAllowed(address)) return 'must not point to a private, loopback or otherwise non-public address';
  }
  return undefined;
}
