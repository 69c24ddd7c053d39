import type { EvidenceLevel } from '../finding.js';

/**
 * When evidence of absence counts for how much. Every number that the levels depend on stands here by name
 * (docs/evidence.md gives the reasons and the calibration).
 */
export interface EvidenceThresholds {
  /** Greatest 95 % upper bound of `unseen` for level `strong`: 0.10 is reached by 29 pod starts on 29 days. */
  readonly strongUnseen: number;
  /** Greatest 95 % upper bound of `unseen` for level `moderate`: 0.35 is reached by 7 pod starts on 7 days. */
  readonly moderateUnseen: number;
  /** With a greater share of lost observations, evidence is at most `moderate`. */
  readonly strongLossRatio: number;
  /** With a greater share of lost observations, evidence is at most `weak`. */
  readonly moderateLossRatio: number;
  /** With fewer shutdowns observed, evidence is at most `moderate`: 7 bound a shutdown's `unseen` by `moderateUnseen`. */
  readonly strongEnds: number;
  /** Where agents saw only a part of a dimension, evidence is worth no more than this. */
  readonly partialUpTo: EvidenceLevel;
  /**
   * A new version inherits: pod starts of earlier versions count beside those of the current one, but such evidence is worth
   * no more than this. `none`: only the current version's own starts count.
   */
  readonly inheritedUpTo: EvidenceLevel;
  /** The least level on which a narrowing is said to pass. */
  readonly passesFrom: Exclude<EvidenceLevel, 'none'>;
}

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
