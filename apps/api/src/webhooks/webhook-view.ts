import { plainText } from '#libs/events';
import { type Delivery, deliveredEvent, deliveryState, type Webhook, webhookEvent } from '#libs/webhooks';
import { z } from 'zod';
import { pageOf } from '../http/index.js';

const url = plainText.min(1).max(2_048).meta({
  description:
    'Where deliveries are posted to: https, and a public address unless the service is set up otherwise.',
});
const events = z.array(webhookEvent).min(1).max(webhookEvent.options.length);
const description = plainText.max(1_000);

export const newWebhook = z
  .strictObject({
    url,
    events: events.default([...webhookEvent.options]),
    project: plainText.min(1).max(63).optional().meta({
      description:
        'Only simulations of this project. If absent: of all; of callers with limits, the only project that they are bound to, or else `default`.',
    }),
    description: description.default(''),
  })
  .meta({ id: 'NewWebhook' });

export const webhookChange = z
  .strictObject({
    url: url.optional(),
    events: events.optional(),
    description: description.optional(),
    enabled: z.boolean().optional(),
  })
  .meta({ id: 'WebhookChange' });

export const secretRotation = z
  .strictObject({
    graceSeconds: z.int().min(0).max(2_592_000).default(86_400).meta({
      description:
        'How long deliveries are signed with the present secret too; a day if it is not said, thirty at most.',
    }),
  })
  .prefault({})
  .meta({ id: 'WebhookSecretRotation' });

export const webhookView = z
  .object({
    id: z.uuid(),
    url: z.string(),
    events: z.array(webhookEvent),
    project: z.string().optional(),
    description: z.string(),
    enabled: z.boolean().meta({ description: 'Nothing is delivered to one that is not.' }),
    failingSince: z.iso.datetime().optional().meta({
      description: 'Since when it has taken nothing of what it was sent. It is tried less and less often.',
    }),
    disabled: z.object({ at: z.iso.datetime(), reason: z.string() }).optional().meta({
      description: 'When and why the service has disabled it; `enabled` enables it again.',
    }),
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
    actsFor: z.uuid().optional().meta({
      description:
        'The key for whose access it acts: it tells of nothing that the key may not read, and is disabled when the key ends. Absent: it was made by somebody without limits.',
    }),
    previousSecretUntil: z.iso.datetime().optional().meta({
      description: 'Until when deliveries are signed with the secret before the present one too.',
    }),
  })
  .meta({ id: 'Webhook' });
export const issuedWebhook = webhookView
  .extend({
    secret: z.string().meta({
      description: 'What deliveries are signed with: shown here, and never again.',
    }),
  })
  .meta({ id: 'IssuedWebhook' });
export const webhookPage = pageOf(webhookView).meta({ id: 'WebhookPage' });

export const deliveryView = z
  .object({
    id: z.uuid().meta({ description: 'The header `webhook-id`: the same for each try.' }),
    event: deliveredEvent,
    state: deliveryState,
    createdAt: z.iso.datetime(),
    nextAttemptAt: z.iso.datetime().optional(),
    finishedAt: z.iso.datetime().optional(),
    attempts: z.array(
      z.object({
        attempt: z.int(),
        at: z.iso.datetime(),
        durationMs: z.int().optional(),
        status: z.int().optional().meta({ description: 'What the receiver answered; absent: nothing.' }),
        error: z.string().optional().meta({ description: 'Why it was not delivered.' }),
      }),
    ),
  })
  .meta({ id: 'WebhookDelivery' });
export const deliveryPage = pageOf(deliveryView).meta({ id: 'WebhookDeliveryPage' });

export function viewOf(webhook: Webhook): z.infer<typeof webhookView> {
  const { id, url: target, events: of, project, description: about, enabled, createdAt, createdBy } = webhook;
  const { failingSince, disabled, previousSecretUntil, actsFor } = webhook;
  return {
    id,
    url: target,
    events: [...of],
    ...(project === undefined ? {} : { project }),
    description: about,
    enabled,
    ...(failingSince === undefined ? {} : { failingSince: failingSince.toISOString() }),
    ...(disabled === undefined
      ? {}
      : { disabled: { at: disabled.at.toISOString(), reason: disabled.reason } }),
    createdAt: createdAt.toISOString(),
    createdBy,
    ...(actsFor === undefined ? {} : { actsFor }),
    ...(previousSecretUntil === undefined ? {} : { previousSecretUntil: previousSecretUntil.toISOString() }),
  };
}

export function deliveryViewOf(delivery: Delivery): z.infer<typeof deliveryView> {
  const { id, event, state, createdAt, nextAttemptAt, finishedAt, attempts } = delivery;
  return {
    id,
    event,
    state,
    createdAt: createdAt.toISOString(),
    ...(nextAttemptAt === undefined ? {} : { nextAttemptAt: nextAttemptAt.toISOString() }),
    ...(finishedAt === undefined ? {} : { finishedAt: finishedAt.toISOString() }),
    attempts: attempts.map(({ attempt, at, durationMs, status, error }) => ({
      attempt,
      at: at.toISOString(),
      ...(durationMs === null ? {} : { durationMs }),
      ...(status === null ? {} : { status }),
      ...(error === null ? {} : { error }),
    })),
  };
}
