import type { ContainerProfile } from '#libs/profiles';

import { ALL_CAPABILITIES } from '../effective-permissions/capability-sets.js';
import { evidenceOfAbsence } from '../evidence/assess.js';
import { needsOf } from '../evidence/needs.js';
import { DEFAULT_THRESHOLDS, type EvidenceThresholds } from '../evidence/thresholds.js';
import type { Evidence } from '../finding.js';

export interface CapabilityList {
  /** Capabilities that are needed, in the kernel's order: with all others dropped. */
  readonly needed: readonly string[];
  /** How likely the next pod start is to need another. */
  readonly evidence: Evidence;
}

/**
 * The capabilities that a container was seen to need: granted uses against its own user namespace, and effective file
 * capabilities of what it executes (without them execve fails). Undefined where nobody watched capabilities.
 */
export function capabilityListFor(
  container: ContainerProfile,
  thresholds: EvidenceThresholds = DEFAULT_THRESHOLDS,
): CapabilityList | undefined {
  if (container.coverage.capability === undefined) return undefined;
  const needs = needsOf(container);
  const uses = needs.of('capability').filter(({ item }) => item.userNamespace === 'own');
  const needed = new Set([
    ...uses.map(({ item }) => item.capability),
    ...needs.of('exec').flatMap(({ item }) => item.fileCapabilities ?? []),
  ]);
  const known = ALL_CAPABILITIES.filter((name) => needed.has(name));
  return {
    needed: [...known, ...[...needed].filter((name) => !ALL_CAPABILITIES.includes(name))],
    evidence: evidenceOfAbsence(
      needs,
      ['capability'],
      thresholds,
      uses.map(({ source }) => source),
    ),
  };
}
