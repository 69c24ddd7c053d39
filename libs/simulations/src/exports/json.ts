import type { ExportFormat } from './export-format.js';

/** One document: the simulation as the API shows it, and the verdicts, a line each. */
export const json: ExportFormat = {
  name: 'json',
  mediaType: 'application/json',
  extension: 'json',
  write: async function* (simulation, verdicts) {
    yield `{"simulation":${JSON.stringify(simulation)},\n"results":[`;
    let separator = '\n';
    for await (const verdict of verdicts) {
      yield `${separator}${JSON.stringify(verdict)}`;
      separator = ',\n';
    }
    yield '\n]}\n';
  },
};
