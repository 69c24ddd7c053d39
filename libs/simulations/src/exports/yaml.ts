import { renderYaml } from '#libs/advisor';
import type { ExportFormat } from './export-format.js';

/** A document for the simulation, then one for each verdict. */
export const yaml: ExportFormat = {
  name: 'yaml',
  mediaType: 'application/yaml',
  extension: 'yaml',
  write: async function* (simulation, verdicts) {
    yield renderYaml(simulation);
    for await (const verdict of verdicts) yield `---\n${renderYaml(verdict)}`;
  },
};
