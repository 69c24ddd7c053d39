import { isDeepStrictEqual } from 'node:util';

import { checkPolicy, generatePolicy, type UnsatisfiableSource } from '#libs/advisor';
import { type Pod, type PodShape, readDocuments, SECCOMP_POD_ANNOTATION } from '#libs/kubernetes';
import { admit, compilePolicy, decodePolicy } from '#libs/psp';

/** What the check of one group of sources found. */
export interface SourcesCheck {
  /** Sources that could be served, and how many stricter values were tried on their policy. */
  readonly served: number;
  readonly tightenings: number;
  readonly unsatisfiable: readonly UnsatisfiableSource[];
  /** Everything that is not as it has to be; empty if all is well. */
  readonly failures: readonly string[];
}

/**
 * Generates the policy of the sources, reads its YAML back, and checks that: it is valid; the admission of each source
 * succeeds and changes nothing; each stricter value breaks a source; other orders of the sources give the same bytes.
 */
export function checkSources(sources: readonly PodShape[]): SourcesCheck {
  const generated = generatePolicy({ sources });
  const { unsatisfiable } = generated;
  if (generated.policy === undefined) return { served: 0, tightenings: 0, unsatisfiable, failures: [] };
  const failures: string[] = [];
  const { documents, mistakes } = readDocuments(generated.yaml);
  const decoded = decodePolicy(documents[0]?.value);
  if (mistakes.length > 0 || !decoded.ok || !isDeepStrictEqual(decoded.value, generated.policy)) {
    failures.push('the YAML does not say what the policy says');
  }
  const reversed = generatePolicy({ sources: sources.toReversed() });
  if (reversed.policy === undefined || reversed.yaml !== generated.yaml) {
    failures.push('the order of the sources makes a difference');
  }
  const admissible = withoutStage(sources, unsatisfiable, 'admission');
  const starting = withoutStage(admissible, unsatisfiable, 'start');
  // what never starts is served only if nothing else is left
  const served = starting.length > 0 ? starting : admissible;
  const check = checkPolicy(generated.policy, served);
  failures.push(
    ...check.mistakes.map((text) => `not a valid policy: ${text}`),
    ...check.excess.map((text) => `not minimal: ${text}`),
    ...check.refused.map((position) => `not sound for ${served[position]?.workload.name ?? ''}`),
  );
  const policies = [compilePolicy(generated.policy)];
  for (const { pod, workload } of served) {
    const answer = admit({ policies, pod, namespace: workload.namespace, mayUse: () => true });
    if (!answer.allowed) failures.push(`refused: ${workload.name}: ${answer.message}`);
    else if (answer.mutated && !onlyRestatesSeccomp(pod)) failures.push(`changed: ${workload.name}`);
  }
  if (!generated.verified.sound || !generated.verified.minimal) failures.push('not claimed to be verified');
  return { served: served.length, tightenings: check.tightenings, unsatisfiable, failures };
}

function withoutStage(
  sources: readonly PodShape[],
  unsatisfiable: readonly UnsatisfiableSource[],
  stage: UnsatisfiableSource['stage'],
): readonly PodShape[] {
  const left = new Set(unsatisfiable.filter((each) => each.stage === stage).map(keyOf));
  return sources.filter((shape) => !left.has(keyOf(shape)));
}

/** Every policy writes a pod-level seccomp field down as its annotation; what else it may do was checked before. */
function onlyRestatesSeccomp({ metadata, spec }: Pod): boolean {
  return (
    spec.securityContext?.seccompProfile !== undefined &&
    metadata.annotations?.[SECCOMP_POD_ANNOTATION] === undefined
  );
}

function keyOf({ workload, templatePath }: Pick<PodShape, 'workload' | 'templatePath'>): string {
  return JSON.stringify([workload, templatePath]);
}
