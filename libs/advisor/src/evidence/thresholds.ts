import { z } from 'zod';

import { evidenceLevel } from '../finding.js';

const share = z.number().min(0).max(1);

/**
 * When evidence of absence counts for how much. Every number that the levels depend on stands here by name
 * (docs/evidence.md gives the reasons and the calibration).
 */
export const evidenceThresholds = z.strictObject({
  strongUnseen: share.meta({
    description:
      'Greatest 95 % upper bound of `unseen` for level `strong`: 0.10 is reached by 29 pod starts on 29 days.',
  }),
  moderateUnseen: share.meta({
    description:
      'Greatest 95 % upper bound of `unseen` for level `moderate`: 0.35 is reached by 7 pod starts on 7 days.',
  }),
  strongLossRatio: share.meta({
    description: 'With a greater share of lost observations, evidence is at most `moderate`.',
  }),
  moderateLossRatio: share.meta({
    description: 'With a greater share of lost observations, evidence is at most `weak`.',
  }),
  strongEnds: z.int().min(0).max(1_000_000).meta({
    description:
      "With fewer shutdowns observed, evidence is at most `moderate`: 7 bound a shutdown's `unseen` by 0.35.",
  }),
  partialUpTo: evidenceLevel.meta({
    description: 'Where agents saw only a part of a dimension, evidence is worth no more than this.',
  }),
  inheritedUpTo: evidenceLevel.meta({
    description:
      "Pod starts of earlier versions count beside those of the current one, but such evidence is worth no more than this. `none`: only the current version's own starts count.",
  }),
  passesFrom: evidenceLevel.exclude(['none']).meta({
    description: 'The least level on which a narrowing is said to pass.',
  }),
});
export type EvidenceThresholds = Readonly<z.infer<typeof evidenceThresholds>>;

export const DEFAULT_THRESHOLDS: EvidenceThresholds = {
  strongUnseen: 0.1,
  moderateUnseen: 0.35,
  strongLossRatio: 0.001,
  moderateLossRatio: 0.05,
  strongEnds: 7,
  partialUpTo: 'weak',
  inheritedUpTo: 'moderate',
  passesFrom: 'moderate',
};
