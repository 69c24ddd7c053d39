import { type Finding, NO_POLICY, type Verdict } from '#libs/advisor';
import type { Simulation } from '../simulation.js';

/** A form in which a simulation leaves with all its results. To add one: a file here, its spec, an entry in registry.ts. */
export interface ExportFormat {
  readonly name: string;
  readonly mediaType: string;
  readonly extension: string;
  /**
   * The text in pieces: of a hundred thousand verdicts no more are held than come at a time. The same simulation gives
   * the same text.
   */
  write(simulation: Simulation, verdicts: AsyncIterable<Verdict>): AsyncIterable<string>;
}

/** What a person has to look at: findings other than `passes`. */
export function concerns({ findings }: Verdict): readonly Finding[] {
  return findings.filter(({ outcome }) => outcome !== 'passes');
}

/** Whether the workload breaks because there is no policy for it, whatever the fields of policies say. */
export function isWithoutPolicy(verdict: Verdict): boolean {
  return concerns(verdict).some(({ field }) => field === NO_POLICY);
}

/** What goes wrong with pods of the workload today already, each once, for people. */
export function brokenToday({ brokenToday: failures = [] }: Verdict): readonly string[] {
  const texts = failures.map(
    ({ stage, reason, message }) => `Broken today already, at ${stage} (${reason}): ${message}`,
  );
  return [...new Set(texts)];
}

/** `prod/shop/Deployment/nginx` */
export function placeOf({ workload: { cluster, namespace, kind, name } }: Verdict): string {
  return `${cluster}/${namespace}/${kind}/${name}`;
}
