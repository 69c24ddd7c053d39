import type { Pod, PodShape } from '#libs/kubernetes';
import type { AdmissionAnswer } from '#libs/psp';

/** One pod shape with the answer of admission. */
export interface JudgedShape {
  readonly shape: PodShape;
  /** The pod as the policies saw it: defaulted, with service account and token. */
  readonly pod: Pod;
  readonly answer: AdmissionAnswer;
}
