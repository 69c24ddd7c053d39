/**
 * The run under which the results of every simulation are kept. The rounds of a continuous simulation count runs of
 * chunks, but change one and the same set of results: what a round did not judge again stays as it was.
 */
export const RESULTS_RUN = 1;
