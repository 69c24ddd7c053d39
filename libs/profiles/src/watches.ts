import { AFTER_ALL_TIMES, compareText, type Dimension } from '#libs/events';
import type { Coverage, VersionCoverage } from './runtime-profile.js';

/** Versions that the coverage of a dimension tells apart; all count in its totals. */
export const MAX_VERSIONS = 10;

/** A container of a pod was watched in the same way on some days. */
export interface Watch {
  readonly pod: number;
  /** `YYYY-MM-DD`, at least one. */
  readonly days: readonly string[];
  readonly covers: readonly Dimension[];
  readonly coversPartly?: readonly Dimension[];
  readonly fromStart: boolean;
  /** It was watched until the container had ended. Absent: no. */
  readonly ended?: boolean;
  readonly from: string;
  readonly to: string;
  /** When the watch of the last of the days began. Absent: `from`. */
  readonly lastFrom?: string;
  /** The Job that the pod belongs to: all its pods are one run. */
  readonly run?: string | undefined;
  readonly templateHash?: string | undefined;
  readonly imageDigest?: string | undefined;
}

/** What agents sent about all containers of the nodes (on the days) on which the pods ran, and what they did not. */
export interface Transmission {
  readonly received: number;
  readonly lost: number;
}

interface Version {
  readonly key: string;
  readonly templateHash: string | undefined;
  readonly imageDigest: string | undefined;
}

/** Which version each pod is of, and all versions, the one of which a pod was started last first. */
export interface Versions {
  readonly ofPod: ReadonlyMap<number, Version>;
  readonly latestFirst: readonly Version[];
}

/**
 * Tells the versions of a container apart, by template hash and image digest. The current one is that of the pod started
 * last, so that after a rollback the earlier version is current again.
 */
export function versionsOf(watches: readonly Watch[]): Versions {
  const ofPod = new Map<number, Version>();
  const started = new Map<string, { readonly version: Version; at: string }>();
  for (const [pod, ofThis] of Map.groupBy(watches, (watch) => watch.pod)) {
    const version = versionOf(ofThis);
    ofPod.set(pod, version);
    const at = ofThis.reduce((least, { from }) => (from < least ? from : least), AFTER_ALL_TIMES);
    const known = started.get(version.key);
    if (known === undefined) started.set(version.key, { version, at });
    else if (at > known.at) known.at = at;
  }
  const latestFirst = [...started.values()]
    .sort((a, b) => compareText(b.at, a.at) || compareText(a.version.key, b.version.key))
    .map(({ version }) => version);
  return { ofPod, latestFirst };
}

/** The pods of the version that the pod started last is of. */
export function podsOfCurrentVersion(watches: readonly Watch[]): ReadonlySet<number> {
  const { ofPod, latestFirst } = versionsOf(watches);
  const [current] = latestFirst;
  return new Set([...ofPod].filter(([, { key }]) => key === current?.key).map(([pod]) => pod));
}

/** Not every agent knows everything: of each part, what was said last. */
function versionOf(watches: readonly Watch[]): Version {
  const sorted = [...watches].sort((a, b) => compareText(a.lastFrom ?? a.from, b.lastFrom ?? b.from));
  const templateHash = sorted.findLast((watch) => watch.templateHash !== undefined)?.templateHash;
  const imageDigest = sorted.findLast((watch) => watch.imageDigest !== undefined)?.imageDigest;
  return { key: JSON.stringify([templateHash ?? null, imageDigest ?? null]), templateHash, imageDigest };
}

/** The coverage of a dimension. Where some agents watched all of it, those who saw a part add nothing. */
export function coverageIn(
  dimension: Dimension,
  {
    watches,
    transmission,
  }: { readonly watches: readonly Watch[]; readonly transmission: ReadonlyMap<Dimension, Transmission> },
  versions: Versions,
  full: boolean,
): Coverage | undefined {
  const whole = watches.filter(({ covers }) => covers.includes(dimension));
  const counted =
    whole.length > 0 ? whole : watches.filter(({ coversPartly = [] }) => coversPartly.includes(dimension));
  const [one] = counted;
  if (one === undefined) return undefined;
  const { received, lost } = transmission.get(dimension) ?? { received: 0, lost: 0 };
  const { from = one.from, to = one.to, ...units } = unitsOf(counted, versions);
  const known = versions.latestFirst.some(
    ({ templateHash, imageDigest }) => templateHash !== undefined || imageDigest !== undefined,
  );
  return {
    ...units,
    from,
    to,
    received,
    lost,
    full,
    ...(whole.length === 0 && { partial: true }),
    ...(known && { versions: byVersion(counted, versions) }),
  };
}

function byVersion(watches: readonly Watch[], versions: Versions): VersionCoverage[] {
  const ofVersion = Map.groupBy(watches, ({ pod }) => versions.ofPod.get(pod)?.key);
  return versions.latestFirst.slice(0, MAX_VERSIONS).map(({ key, templateHash, imageDigest }) => ({
    ...(templateHash !== undefined && { templateHash }),
    ...(imageDigest !== undefined && { imageDigest }),
    ...unitsOf(ofVersion.get(key) ?? [], versions),
  }));
}

type Units = Omit<VersionCoverage, 'templateHash' | 'imageDigest'>;

function unitsOf(watches: readonly Watch[], { ofPod }: Versions): Units {
  const starts = new Set<number | string>();
  const startDays = new Set<string>();
  const ends = new Set<number | string>();
  const pods = Map.groupBy(watches, ({ pod }) => pod);
  for (const [pod, ofThis] of pods) {
    if (!ofThis.some(({ fromStart }) => fromStart)) continue;
    const unit = ofThis.find(({ run }) => run !== undefined)?.run ?? pod;
    starts.add(unit);
    startDays.add(`${leastOf(ofThis.flatMap(({ days }) => days)) ?? ''} ${ofPod.get(pod)?.key ?? ''}`);
    if (ofThis.some(({ ended }) => ended === true)) ends.add(unit);
  }
  const from = leastOf(watches.map((watch) => watch.from));
  const to = watches.reduce<string | undefined>(
    (most, watch) => (most === undefined || watch.to > most ? watch.to : most),
    undefined,
  );
  return {
    pods: pods.size,
    starts: starts.size,
    startDays: startDays.size,
    ends: ends.size,
    days: new Set(watches.flatMap(({ days }) => days)).size,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  };
}

function leastOf(texts: readonly string[]): string | undefined {
  return texts.reduce<string | undefined>(
    (least, each) => (least === undefined || each < least ? each : least),
    undefined,
  );
}
