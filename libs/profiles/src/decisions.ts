import {
  day,
  type Dimension,
  dimension,
  dimensions,
  itemKey,
  type ObservedItem,
  observedItem,
} from '#libs/events';
import { z } from 'zod';
import { manyValuedFieldOf } from './bounded-items.js';

/**
 * What people decided about the profile of a workload. Decisions are no observations: they are kept beside them and
 * applied whenever a profile is read, after bounds and collapse. So it makes no difference in which order events and
 * decisions came, late events change nothing, and what is taken back is as if it had never been.
 */

const circumstances = {
  outcome: z.enum(['allowed', 'refused']),
  origin: z.enum(['container', 'probe', 'entered', 'terminal', 'interactive']),
};

/**
 * Items of one dimension: those whose fields have all the values given here. A path that ends in `/*` stands for all
 * below that directory, as in a profile. At least one field beside the dimension must be given.
 */
export const itemPattern = z
  .looseObject({ dimension })
  .superRefine(({ dimension: of, ...fields }, context) => {
    const shape = shapeOf(of);
    if (Object.keys(fields).length === 0) {
      context.addIssue({ code: 'custom', message: `give a field, of ${Object.keys(shape).join(', ')}` });
    }
    for (const [name, value] of Object.entries(fields)) {
      const schema = Object.hasOwn(shape, name) ? shape[name] : undefined;
      if (schema === undefined) {
        const message = `unknown; ${of} has ${Object.keys(shape).join(', ')}`;
        context.addIssue({ code: 'custom', path: [name], message });
        continue;
      }
      for (const { message, path } of schema.safeParse(value).error?.issues ?? []) {
        context.addIssue({ code: 'custom', path: [name, ...path], message });
      }
    }
  })
  .meta({
    description:
      'A dimension, and of its fields those that matter. A path that ends in `/*` stands for all below that directory.',
  });
export type ItemPattern = z.infer<typeof itemPattern>;

function shapeOf(of: Dimension): Readonly<Record<string, z.ZodType>> {
  return { ...dimensions[of].shape, ...circumstances };
}

/** Whether a pattern means an item. */
export function matchesItem(pattern: ItemPattern, item: ObservedItem): boolean {
  const { dimension: of, ...fields } = pattern;
  if (item.dimension !== of) return false;
  const key = itemKey(item);
  const values = new Map<string, unknown>(Object.entries(item));
  const many = manyValuedFieldOf(of);
  return Object.entries(fields).every(([name, value]) => {
    const own = values.get(name);
    if (many?.kind === 'path' && name === many.field) return isBelow(value, own);
    // Lists are sets, and defaults are values: what leaves the key as it is says the same.
    return own !== undefined && itemKey({ ...item, [name]: value }) === key;
  });
}

function isBelow(pattern: unknown, path: unknown): boolean {
  if (typeof pattern !== 'string' || typeof path !== 'string') return false;
  return pattern === path || (pattern.endsWith('/*') && path.startsWith(pattern.slice(0, -1)));
}

const container = z.string().min(1).max(253);

/** Items that are not in the profile, however often they are observed. Without a container: of all of them. */
export const forgetting = z.strictObject({
  kind: z.literal('forget'),
  container: container.optional(),
  item: itemPattern,
});

/** An item that counts as observed for ever, whether it is or not, also if it is among those to be forgotten. */
export const pinning = z.strictObject({ kind: z.literal('pin'), container, item: observedItem });

/**
 * Earlier observations don't count: those before a UTC day, or (`eachVersion`) those of other versions than the current
 * one, whichever that is.
 */
export const learningAnew = z
  .strictObject({
    kind: z.literal('learn-anew'),
    container: container.optional(),
    since: day.optional(),
    eachVersion: z.literal(true).optional(),
  })
  .refine(({ since, eachVersion }) => (since === undefined) !== (eachVersion === undefined), {
    message: 'give either since or eachVersion',
  });

export const decision = z.discriminatedUnion('kind', [forgetting, pinning, learningAnew]);
export type Decision = z.infer<typeof decision>;

/** A decision, and since when (a canonical timestamp) it has been one. */
export interface DecidedAt {
  readonly decision: Decision;
  readonly at: string;
}

/** What of the observations of a container counts. */
export interface Learning {
  /** The first UTC day; undefined: all of them. */
  readonly since: string | undefined;
  /** Only what pods of the current version did. */
  readonly currentVersion: boolean;
}

/** What counts of a container by what was decided; of several days the last one. */
export function learningOf(decisions: readonly DecidedAt[], name: string): Learning {
  let since: string | undefined;
  let currentVersion = false;
  for (const { decision: each } of decisions) {
    if (each.kind !== 'learn-anew' || !concerns(each, name)) continue;
    if (each.eachVersion === true) currentVersion = true;
    if (each.since !== undefined && (since === undefined || each.since > since)) since = each.since;
  }
  return { since, currentVersion };
}

function concerns({ container: of }: { readonly container?: string | undefined }, name: string): boolean {
  return of === undefined || of === name;
}

/** Whether an item of a container is to be forgotten. */
export function isForgotten(decisions: readonly DecidedAt[], name: string, item: ObservedItem): boolean {
  return decisions.some(
    ({ decision: each }) => each.kind === 'forget' && concerns(each, name) && matchesItem(each.item, item),
  );
}

/** The pinned items of a container by their keys, and since when they are. */
export function pinnedItems(
  decisions: readonly DecidedAt[],
  name: string,
): ReadonlyMap<string, { readonly item: ObservedItem; readonly at: string }> {
  return new Map(
    decisions.flatMap(({ decision: each, at }) =>
      each.kind === 'pin' && each.container === name
        ? [[itemKey(each.item), { item: each.item, at }] as const]
        : [],
    ),
  );
}

/** The containers that have pinned items. */
export function pinnedContainers(decisions: readonly DecidedAt[]): readonly string[] {
  return [
    ...new Set(decisions.flatMap(({ decision: each }) => (each.kind === 'pin' ? [each.container] : []))),
  ];
}
