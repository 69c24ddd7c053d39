import type { Finding, PodFailure } from '#libs/advisor';
import type { ObservedItem } from '#libs/events';
import type { VerdictChange } from '../diff/diff-verdicts.js';

/** What a description needs beside the change itself. */
export interface ChangeContext {
  /** Names of pods by their UIDs, as far as they are known. */
  readonly podNames: ReadonlyMap<string, string>;
  /** What happened to the policies meanwhile, such as `policy restricted: revision 3 → 4`. */
  readonly policies: readonly string[];
}

/**
 * A change of verdict in one line for people: what it was and is, and the first thing that made the difference, such as
 * `web: passes → breaks at runtime, capability NET_RAW first observed in pod web-7d9c-x2k4q`.
 */
export function describeChange(change: VerdictChange, context: ChangeContext): string {
  const { workload, before, after } = change;
  const step = `${workload.name}: ${standingText(before)} → ${standingText(after)}`;
  const reasons = [reasonOf(change, context), failureText(change)].filter((text) => text !== undefined);
  const policies = context.policies.length === 0 ? '' : ` (${context.policies.join(', ')})`;
  return `${[step, ...reasons].join(', ')}${policies}`;
}

function standingText(standing: VerdictChange['after']): string {
  if (standing === undefined) return 'absent';
  return standing.stage === undefined ? standing.verdict : `${standing.verdict} at ${standing.stage}`;
}

function reasonOf({ change, appeared, resolved }: VerdictChange, context: ChangeContext): string | undefined {
  if (change === 'removed') return undefined;
  const [appearance] = appeared;
  const [resolution] = resolved;
  if (change === 'better' && resolution !== undefined) return `no longer ${findingText(resolution)}`;
  if (appearance !== undefined) return observationText(appearance, context) ?? findingText(appearance);
  return resolution === undefined ? undefined : `no longer ${findingText(resolution)}`;
}

function failureText({ change, failuresBegan, failuresEnded }: VerdictChange): string | undefined {
  const [began] = failuresBegan ?? [];
  const [ended] = failuresEnded ?? [];
  if (began !== undefined) return `broken today already at ${placeOfFailure(began)}`;
  return ended === undefined || change === 'removed'
    ? undefined
    : `no longer broken at ${placeOfFailure(ended)}`;
}

function placeOfFailure({ stage, reason, container }: PodFailure): string {
  return `${stage}${container === undefined ? '' : ` of container ${container}`} (${reason})`;
}

function findingText({ field, reason }: Finding): string {
  return `${field} (${reason})`;
}

function observationText({ evidence, outcome }: Finding, { podNames }: ChangeContext): string | undefined {
  const seen = outcome === 'breaks' ? evidence?.observations[0] : undefined;
  if (seen === undefined || seen.seen.count === 0) return undefined;
  const what = itemText(seen.item);
  if (seen.onlyPod !== undefined) {
    return `${what} first observed in pod ${podNames.get(seen.onlyPod) ?? `with UID ${seen.onlyPod}`}`;
  }
  return `${what} observed in ${seen.seen.pods} pods since ${seen.seen.first}`;
}

/** An observed item in a few words. */
export function itemText(item: ObservedItem): string {
  switch (item.dimension) {
    case 'syscall':
      return `system call ${item.syscall}`;
    case 'capability':
      return `capability ${item.capability}`;
    case 'identity':
      return `user ${item.uid}:${item.gid}`;
    case 'exec':
      return `execution of ${item.path}`;
    case 'file':
    case 'device':
      return `${item.operation} of ${item.path}`;
    case 'listen':
    case 'accept':
      return `${item.dimension} on ${item.protocol}/${item.port}`;
    case 'connect':
      return `connection to ${item.protocol}/${item.port} (${item.peer})`;
    case 'raw-socket':
      return `raw socket ${item.family}/${item.type}`;
    case 'host-process':
      return `${item.action} of a process of the host`;
    case 'host-ipc':
      return `${item.kind} of the host`;
    case 'mount':
      return `mount of ${item.filesystem} at ${item.target}`;
    case 'sysctl':
      return `write of sysctl ${item.sysctl}`;
    case 'denial':
      return `denial by ${item.mechanism} of ${item.what}`;
    case 'unix-connect':
      return `connection to ${item.path}`;
  }
}

/** UIDs of the pods that descriptions of the changes may name, with their clusters. */
export function podsNamedIn(
  changes: readonly VerdictChange[],
): readonly { readonly cluster: string; readonly uid: string }[] {
  return changes.flatMap(({ workload: { cluster }, appeared }) => {
    const uid = appeared[0]?.evidence?.observations[0]?.onlyPod;
    return uid === undefined ? [] : [{ cluster, uid }];
  });
}
