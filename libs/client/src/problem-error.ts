import type { components } from './generated/api.js';

/** The API refused a call, and says why (RFC 9457). */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(
    /** The HTTP status of the answer. */
    readonly status: number,
    /** Undefined: the answer is no problem document; something between here and the API may have answered. */
    readonly problem: components['schemas']['Problem'] | undefined,
  ) {
    super(problem === undefined ? `the answer was ${status}` : `${problem.code}: ${problem.detail}`);
  }
}
