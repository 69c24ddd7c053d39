import { parseLabelSelector, selectorMistake } from '#libs/kubernetes';
import { z } from 'zod';

/** A label selector in the grammar of Kubernetes (`app=web,tier in (front,back),!canary`), parsed to its requirements. */
export const labelSelector = z
  .string()
  .max(4096)
  .transform((text, context) => {
    const selector = parseLabelSelector(text);
    if (selector.ok) return selector.requirements;
    context.addIssue({ code: 'custom', message: selectorMistake(selector.error) });
    return z.NEVER;
  });
