import type { Dimension } from '#libs/events';
import type { ProfileItem } from '#libs/profiles';

import type { EffectivePermissions } from '../effective-permissions/effective-permissions.js';
import { atLeast, evidenceOfAbsence, evidenceOfUse, NO_EVIDENCE } from '../evidence/assess.js';
import type { Needs } from '../evidence/needs.js';
import type { EvidenceThresholds } from '../evidence/thresholds.js';
import type { Evidence, EvidenceLevel, EvidenceLimit, Finding, Outcome, Stage } from '../finding.js';
import type { SeccompProfileLookup } from '../verdicts/judge-input.js';

/** What a rule may look at: one container before and after, and what was observed of it. */
export interface NarrowingContext {
  readonly before: EffectivePermissions;
  readonly after: EffectivePermissions;
  /** Of this container. */
  readonly needs: Needs;
  /** Of every container of the pod, this one included: they share the pod's network. */
  readonly podNeeds: readonly Needs[];
  readonly thresholds: EvidenceThresholds;
  readonly seccompProfiles?: SeccompProfileLookup;
}

/**
 * One narrowing: which permission it takes away, and how observations decide whether that matters. Each rule is one
 * file, registered in ./registry.ts.
 */
export interface NarrowingRule {
  /** Kebab-case, as its file. */
  readonly name: string;
  /** What is taken away, in words; empty: nothing, and `judge` is not asked. */
  readonly taken: (before: EffectivePermissions, after: EffectivePermissions) => readonly string[];
  readonly judge: (context: NarrowingContext) => readonly Finding[];
}

/** A permission that a container loses. */
export interface Narrowing {
  readonly rule: string;
  readonly container: string;
  readonly path: string;
  readonly taken: readonly string[];
}

export interface FindingParts {
  readonly outcome: Outcome;
  /** `runtime` if absent. */
  readonly stage?: Stage;
  readonly field: string;
  readonly reason: string;
  readonly detail: string;
  /** Below the container, such as `securityContext.privileged`; or of the pod, if it begins with `spec.`. */
  readonly at?: string;
  readonly evidence?: Evidence;
}

/** A finding about the container of the context. */
export function findingOf(context: NarrowingContext, parts: FindingParts): Finding {
  const { container, path } = context.after;
  return {
    outcome: parts.outcome,
    stage: parts.stage ?? 'runtime',
    field: parts.field,
    reason: parts.reason,
    detail: parts.detail,
    container,
    path: parts.at === undefined ? path : parts.at.startsWith('spec.') ? parts.at : `${path}.${parts.at}`,
    ...(parts.evidence !== undefined && { evidence: parts.evidence }),
  };
}

/** A finding that rests on observations. */
export function inUse(
  context: NarrowingContext,
  dimensions: readonly Dimension[],
  observations: readonly ProfileItem[],
  parts: FindingParts,
): Finding {
  const evidence = evidenceOfUse(context.needs, dimensions, context.thresholds, observations);
  return findingOf(context, { ...parts, evidence });
}

export interface Absence {
  readonly field: string;
  readonly reason: string;
  /** What was never seen, as the beginning of a sentence: `No write to the root filesystem`. */
  readonly nothing: string;
  /** Groups of dimensions: of each group one covered dimension suffices to see it. */
  readonly watch: readonly (readonly Dimension[])[];
  /** For a question that was asked after looking ("nothing beyond what was seen"): what was seen. */
  readonly ownItems?: readonly ProfileItem[];
  readonly at?: string;
  /** The least level that passes, if this rule asks for more than the thresholds do. */
  readonly passesFrom?: EvidenceLevel;
  /** The evidence is worth no more than this. */
  readonly cap?: EvidenceLevel;
}

/**
 * A finding that rests on silence. It passes if every dimension that would have shown a use was watched well enough;
 * else it is at risk, by `no-evidence` or `weak-evidence`. Never `passes` in silence.
 */
export function notInUse(context: NarrowingContext, absence: Absence): Finding {
  const { thresholds } = context;
  const watched = absence.watch.map((group) => bestOf(context, group, absence.ownItems));
  const evidence = capped(watched.reduce(worse), absence.cap);
  const unwatched = absence.watch.filter((_, index) => watched[index]?.level === 'none').map(nameGroup);
  const passesFrom =
    absence.passesFrom !== undefined && atLeast(absence.passesFrom, thresholds.passesFrom)
      ? absence.passesFrom
      : thresholds.passesFrom;
  const common = { field: absence.field, evidence, ...(absence.at !== undefined && { at: absence.at }) };
  if (unwatched.length > 0) {
    const detail = `${absence.nothing} was observed, but nobody watched ${listOf(unwatched)}: nothing may be concluded from that.`;
    return findingOf(context, { ...common, outcome: 'at-risk', reason: 'no-evidence', detail });
  }
  const detail = `${absence.nothing} was observed in ${observedIn(evidence)}.`;
  if (atLeast(evidence.level, passesFrom)) {
    return findingOf(context, { ...common, outcome: 'passes', reason: absence.reason, detail });
  }
  const why = `The evidence is ${evidence.level}, at least ${passesFrom} is asked for${weakness(evidence)}.`;
  return findingOf(context, {
    ...common,
    outcome: 'at-risk',
    reason: 'weak-evidence',
    detail: `${detail} ${why}`,
  });
}

/** `12 pod starts on 9 days (at most 22.1 % of starts may still show it)` */
export function observedIn(evidence: Evidence): string {
  const { startsObserved: starts, daysObserved: days, unseen, inheritedStarts } = evidence;
  const earlier = inheritedStarts === undefined ? '' : `, ${inheritedStarts} of them of earlier versions,`;
  return `${count(starts, 'pod start')}${earlier} on ${count(days, 'day')} (at most ${percent(unseen)} of further starts may still show it)`;
}

/** `1 pod`, `3 pods`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listOf(words: readonly string[]): string {
  if (words.length <= 1) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

/** The sources of needs. */
export function sources(needs: readonly { readonly source: ProfileItem }[]): ProfileItem[] {
  return needs.map(({ source }) => source);
}

function bestOf(
  context: NarrowingContext,
  group: readonly Dimension[],
  ownItems: readonly ProfileItem[] | undefined,
): Evidence {
  let best = NO_EVIDENCE;
  for (const dimension of group) {
    const evidence = evidenceOfAbsence(context.needs, [dimension], context.thresholds, ownItems);
    if (evidence.level === 'none') continue;
    if (best.level === 'none' || (atLeast(evidence.level, best.level) && evidence.unseen <= best.unseen)) {
      best = evidence;
    }
  }
  return best;
}

function worse(a: Evidence, b: Evidence): Evidence {
  if (a.level === b.level) return b.unseen > a.unseen ? b : a;
  return atLeast(a.level, b.level) ? b : a;
}

function capped(evidence: Evidence, cap: EvidenceLevel | undefined): Evidence {
  return cap !== undefined && !atLeast(cap, evidence.level) ? { ...evidence, level: cap } : evidence;
}

const LIMITS: Readonly<Record<EvidenceLimit, string>> = {
  'starts-on-few-days': 'the pod starts were on few days, and those of a day are alike',
  'shutdown-not-observed': 'too few containers were watched until they ended',
  'watched-in-part': 'agents saw only a part of what would show it',
  'new-version': 'the current version was started too rarely so far',
};

function weakness({ lossRatio, limits = [] }: Evidence): string {
  const lost = lossRatio > 0 ? [`${percent(lossRatio)} of the observations were lost`] : [];
  return [...lost, ...limits.map((limit) => LIMITS[limit])].map((reason) => `; ${reason}`).join('');
}

function percent(ratio: number): string {
  return `${(ratio * 100).toFixed(1)} %`;
}

const nameGroup = (group: readonly Dimension[]): string => group.join(' or ');
