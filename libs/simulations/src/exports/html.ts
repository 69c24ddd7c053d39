import type { Verdict } from '#libs/advisor';
import type { Simulation } from '../simulation.js';
import { brokenToday, concerns, type ExportFormat, placeOf } from './export-format.js';
import { whatWasSimulated } from './what-was-simulated.js';

/** The report for people as a page of its own: nothing is loaded, nothing runs. */
export const html: ExportFormat = {
  name: 'html',
  mediaType: 'text/html',
  extension: 'html',
  write: async function* (simulation, verdicts) {
    yield head(simulation);
    for await (const verdict of verdicts) if (verdict.verdict !== 'passes') yield section(verdict);
    yield '</body></html>\n';
  },
};

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1f24}
dl{display:grid;grid-template-columns:max-content auto;gap:.25rem 1rem}dt{font-weight:600}dd{margin:0}
table{border-collapse:collapse}td,th{border:1px solid #d0d7de;padding:.25rem .75rem;text-align:right}
h2{margin-top:2rem;font-size:1.1rem}.breaks{color:#b42318}.at-risk{color:#9a6700}.passes{color:#1a7f37}
pre{background:#f6f8fa;padding:.75rem;overflow:auto}code{font-size:.9em}`;

function head(simulation: Simulation): string {
  const { id, name, summary, progress } = simulation;
  const title = escaped(name ?? `Simulation ${id}`);
  const counted =
    summary === undefined
      ? `<p>Incomplete: ${progress.done} of ${progress.total ?? 'unknown many'} workloads were evaluated.</p>`
      : `<table><tr><th>workloads</th><th>passes</th><th>at risk</th><th>breaks</th><th>of these without a policy</th><th>broken today already</th></tr>
<tr>${[
          summary.workloads,
          summary.verdicts.passes,
          summary.verdicts['at-risk'],
          summary.verdicts.breaks,
          summary.withoutPolicy,
          summary.brokenToday,
        ]
          .map((count) => `<td>${count}</td>`)
          .join('')}</tr></table>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title}</title><style>${style}</style></head><body>
<h1>${title}</h1>
<dl>${whatWasSimulated(simulation)
    .map(([term, text]) => `<dt>${term}</dt><dd>${escaped(text)}</dd>`)
    .join('\n')}</dl>
${counted}
`;
}

function section(verdict: Verdict): string {
  const findings = concerns(verdict)
    .map(
      ({ field, reason, outcome, stage, detail }) =>
        `<li><strong>${escaped(field)}</strong> <span class="${outcome}">${outcome}</span> at ${stage} (<code>${reason}</code>): ${escaped(detail)}</li>`,
    )
    .join('\n');
  const remedies = verdict.remedies
    .map(
      ({ summary, outcome, manifest }) =>
        `<p>${escaped(summary)} Then: <span class="${outcome}">${outcome}</span>.</p>\n<pre>${escaped(manifest.trimEnd())}</pre>`,
    )
    .join('\n');
  const broken = brokenToday(verdict)
    .map((text) => `<li>${escaped(text)}</li>\n`)
    .join('');
  const where = verdict.stage === undefined ? '' : ` at ${verdict.stage}`;
  return `<h2>${escaped(placeOf(verdict))}: <span class="${verdict.verdict}">${verdict.verdict}</span>${where}</h2>
<ul>
${broken}${findings}
</ul>
${remedies}
`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}
