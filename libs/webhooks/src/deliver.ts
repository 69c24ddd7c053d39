import { messageOf } from '#libs/platform';
import { deliverWebhook, type JobHandler, type JobQueue } from '#libs/queue';
import type { DataSource } from 'typeorm';
import {
  type AttemptOutcome,
  claimDelivery,
  type ClaimedDelivery,
  dueDeliveries,
  keepBody,
  noteAttempt,
  returnDelivery,
} from './delivery-store.js';
import { ForbiddenAddressError, post } from './post.js';
import { pauseAfter } from './retry-schedule.js';
import { signedHeaders } from './signature.js';
import type { AttemptResult } from './webhook-metrics.js';
import { forgetPreviousSecrets } from './webhook-store.js';
import type { DeliveredEvent } from './webhook.js';

/** Everything that delivering needs. */
export interface WebhookWork {
  readonly dataSource: DataSource;
  /** What is told of an event: the member `data` of the body. Plain JSON. */
  readonly describe: (event: DeliveredEvent, subject: unknown) => Promise<object>;
  readonly isAllowed: (address: string) => boolean;
  readonly timeoutMs: number;
  /** Tries of one webhook that go on side by side, over all workers. */
  readonly atMostOfOne: number;
  /** For how long a webhook may take nothing before it is disabled. */
  readonly disableAfterMs: number;
  readonly userAgent: string;
  readonly now: () => Date;
  /** From 0 to 1. */
  readonly chance: () => number;
  /** Called after each try. */
  readonly attempted: (outcome: AttemptResult) => void;
  /** Called after jobs were written into the outbox. */
  readonly outboxWritten: () => void;
}

/** Longer than a try may take, so that nobody takes a try that is still going on. */
const LEASE_BEYOND_TIMEOUT = 30_000;
/** Deliveries queued in one round. */
const AT_A_TIME = 1_000;

/** The handler of the job that makes one try of a delivery. */
export function webhookJobHandlers(work: WebhookWork): readonly JobHandler[] {
  return [
    deliverWebhook.handledBy({
      run: (reference, { signal }) => attemptDelivery(work, reference, signal),
      // The delivery is due again when the lease of the try has run out.
      givenUp: async () => undefined,
    }),
  ];
}

/** Queues every try that is due, also those that a queue has forgotten, or whose worker died, and tidies up. */
export async function reconcileWebhooks(
  dataSource: DataSource,
  queue: JobQueue,
  { now, atMostOfOne }: { readonly now: Date; readonly atMostOfOne: number },
): Promise<void> {
  await queue.enqueue(await dueDeliveries(dataSource, now, { atMost: AT_A_TIME, ofEach: atMostOfOne }));
  await forgetPreviousSecrets(dataSource, now);
}

async function attemptDelivery(
  work: WebhookWork,
  reference: { readonly delivery: string; readonly attempt: number },
  signal: AbortSignal,
): Promise<void> {
  const at = work.now();
  const claimed = await claimDelivery(work.dataSource, reference, {
    now: at,
    leaseMs: work.timeoutMs + LEASE_BEYOND_TIMEOUT,
    atMost: work.atMostOfOne,
  });
  if (claimed === undefined) return;
  const started = performance.now();
  const answer = refusalOf(claimed) ?? (await send(work, claimed, signal));
  if (signal.aborted) {
    await returnDelivery(work.dataSource, reference, work.now());
    throw new Error('a delivery was interrupted');
  }
  const durationMs = Math.round(performance.now() - started);
  const next = nextOf(work, reference.attempt, answer);
  await noteAttempt(
    work.dataSource,
    reference,
    { at, durationMs, ...answer, next },
    {
      now: work.now,
      atMost: work.atMostOfOne,
      disableAfterMs: work.disableAfterMs,
      chance: work.chance(),
    },
  );
  work.outboxWritten();
  work.attempted(next.state === 'pending' ? 'retried' : next.state);
}

async function bodyOf({ describe }: WebhookWork, { id, event, created_at, subject }: ClaimedDelivery) {
  const data = await describe(event, subject);
  return JSON.stringify({ id, type: event, timestamp: created_at.toISOString(), data });
}

type Answer = Pick<AttemptOutcome, 'status' | 'error' | 'disable'> & { readonly final: boolean };

/** Why nothing is sent, nor even made up; undefined: it is. */
function refusalOf({ enabled, permitted }: ClaimedDelivery): Answer | undefined {
  if (!enabled) return { status: undefined, error: 'the webhook is disabled', final: true };
  if (permitted) return undefined;
  const error = 'the key that the webhook acts for no longer has the access that it takes';
  return { status: undefined, error, disable: error, final: true };
}

async function send(work: WebhookWork, claimed: ClaimedDelivery, signal: AbortSignal): Promise<Answer> {
  const { isAllowed, timeoutMs, userAgent, now } = work;
  const { id, url } = claimed;
  const body = claimed.body ?? (await keepBody(work.dataSource, id, await bodyOf(work, claimed)));
  const at = now();
  const headers = {
    ...signedHeaders(secretsAt(claimed, at), { id, body }, at),
    'content-type': 'application/json',
    'user-agent': userAgent,
  };
  try {
    const status = await post(new URL(url), { headers, body, timeoutMs, isAllowed, signal });
    if (status >= 200 && status < 300) return { status, error: undefined, final: true };
    const redirected = status >= 300 && status < 400 ? ': redirects are not followed' : '';
    // 410 Gone: the receiver says that there will never be anybody.
    return { status, error: `the receiver answered ${status}${redirected}`, final: status === 410 };
  } catch (error) {
    return { status: undefined, error: messageOf(error), final: error instanceof ForbiddenAddressError };
  }
}

/** What a delivery is signed with at a time, the newest first. */
function secretsAt(
  {
    secret,
    previous_secret,
    previous_secret_until,
  }: Pick<ClaimedDelivery, 'secret' | 'previous_secret' | 'previous_secret_until'>,
  at: Date,
): readonly Buffer[] {
  const both = previous_secret !== null && previous_secret_until !== null && at < previous_secret_until;
  return both ? [secret, previous_secret] : [secret];
}

function nextOf(
  { now, chance }: WebhookWork,
  attempt: number,
  { error, final }: Answer,
): AttemptOutcome['next'] {
  if (error === undefined) return { state: 'delivered' };
  const pause = final ? undefined : pauseAfter(attempt, chance());
  return pause === undefined
    ? { state: 'failed' }
    : { state: 'pending', at: new Date(now().getTime() + pause) };
}
