import { bytewise } from '#libs/psp';

import type { Finding, Outcome, Stage } from '../finding.js';

const OUTCOMES: readonly Outcome[] = ['breaks', 'at-risk', 'passes'];
const STAGES: readonly Stage[] = ['admission', 'start', 'runtime'];

/** From bad to good, then by stage, field, container, path, reason, policy, detail; equal findings once. */
export function orderFindings(findings: readonly Finding[]): Finding[] {
  const ordered = [...findings].sort(compareFindings);
  return ordered.filter((finding, index) => {
    const previous = ordered[index - 1];
    return previous === undefined || compareFindings(previous, finding) !== 0;
  });
}

function compareFindings(a: Finding, b: Finding): number {
  return (
    OUTCOMES.indexOf(a.outcome) - OUTCOMES.indexOf(b.outcome) ||
    STAGES.indexOf(a.stage) - STAGES.indexOf(b.stage) ||
    bytewise(a.field, b.field) ||
    bytewise(a.container ?? '', b.container ?? '') ||
    bytewise(a.path ?? '', b.path ?? '') ||
    bytewise(a.reason, b.reason) ||
    bytewise(a.policy ?? '', b.policy ?? '') ||
    bytewise(a.detail, b.detail) ||
    bytewise(a.shape ?? '', b.shape ?? '')
  );
}

/** Where the worst finding lies; undefined if nothing is worse than `passes`. Findings as `orderFindings` leaves them. */
export function worstStage(findings: readonly Finding[]): Stage | undefined {
  const [first] = findings;
  return first === undefined || first.outcome === 'passes' ? undefined : first.stage;
}
