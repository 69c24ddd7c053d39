import { plainText } from '#libs/events';
import type { StoredDecision } from '#libs/ingestion';
import { InvalidError } from '#libs/platform';
import { decision } from '#libs/profiles';
import { z } from 'zod';
import { pageOf } from '../http/index.js';

const reason = plainText.max(1_000).default('').meta({ description: 'Why, for those who come after.' });

/** What people may decide. The document is one of the three kinds; `reason` stands beside it. */
export const newDecision = z
  .object({ decision, reason })
  .strict()
  .meta({
    id: 'NewProfileDecision',
    examples: [
      {
        decision: { kind: 'forget', item: { dimension: 'file', path: '/tmp/*' } },
        reason: 'a debug session',
      },
      {
        decision: {
          kind: 'pin',
          container: 'web',
          item: { dimension: 'capability', capability: 'CHOWN', granted: true, uid: 0 },
        },
        reason: 'the yearly rotation of certificates',
      },
      { decision: { kind: 'learn-anew', since: '2026-03-01' }, reason: 'rewritten' },
    ],
  });
export type NewDecisionBody = z.infer<typeof newDecision>;

export const decisionView = z
  .object({
    id: z.uuid(),
    decision,
    reason: z.string(),
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
  })
  .meta({ id: 'ProfileDecision' });
export type DecisionView = z.infer<typeof decisionView>;

export const decisionPage = pageOf(decisionView).meta({ id: 'ProfileDecisionPage' });

export function decisionViewOf({ createdAt, ...rest }: StoredDecision): DecisionView {
  return { ...rest, createdAt: createdAt.toISOString() };
}

/** Learning can't begin in the future: until then there would be no profile at all. Throws `InvalidError` (422). */
export function requireNotInFuture({ decision: decided }: NewDecisionBody, today: string): void {
  if (decided.kind !== 'learn-anew' || decided.since === undefined || decided.since <= today) return;
  throw new InvalidError('The body is not valid.', {
    mistakes: [{ pointer: '/decision/since', detail: `must not be after today, ${today}` }],
  });
}
