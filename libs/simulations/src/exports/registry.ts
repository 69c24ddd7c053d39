import { csv } from './csv.js';
import type { ExportFormat } from './export-format.js';
import { html } from './html.js';
import { json } from './json.js';
import { markdown } from './markdown.js';
import { sarif } from './sarif.js';
import { yaml } from './yaml.js';

/** The forms in which a simulation can be had as a whole, the preferred one first. */
export const exportFormats: readonly ExportFormat[] = [json, yaml, csv, sarif, markdown, html];
