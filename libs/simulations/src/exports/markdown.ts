import type { Verdict } from '#libs/advisor';
import type { Simulation } from '../simulation.js';
import { brokenToday, concerns, type ExportFormat, placeOf } from './export-format.js';
import { whatWasSimulated } from './what-was-simulated.js';

/** A report for people: the counts, then each workload that does not pass, why, and the ways out. */
export const markdown: ExportFormat = {
  name: 'markdown',
  mediaType: 'text/markdown',
  extension: 'md',
  write: async function* (simulation, verdicts) {
    yield head(simulation);
    for await (const verdict of verdicts) if (verdict.verdict !== 'passes') yield section(verdict);
  },
};

function head(simulation: Simulation): string {
  const { id, name, summary, progress } = simulation;
  const counts = summary?.verdicts;
  return [
    `# ${escaped(name ?? `Simulation ${id}`)}`,
    '',
    ...whatWasSimulated(simulation).map(([term, text]) => `- **${term}**: ${escaped(text)}`),
    '',
    ...(summary === undefined || counts === undefined
      ? [`Incomplete: ${progress.done} of ${progress.total ?? 'unknown many'} workloads were evaluated.`]
      : [
          '| workloads | passes | at risk | breaks | of these without a policy | broken today already |',
          '| --: | --: | --: | --: | --: | --: |',
          `| ${summary.workloads} | ${counts.passes} | ${counts['at-risk']} | ${counts.breaks} | ${summary.withoutPolicy} | ${summary.brokenToday} |`,
        ]),
    '',
  ].join('\n');
}

function section(verdict: Verdict): string {
  const findings = concerns(verdict).map(
    ({ field, reason, outcome, stage, detail }) =>
      `- **${escaped(field)}** ${outcome} at ${stage} (\`${reason}\`): ${escaped(detail)}`,
  );
  const remedies = verdict.remedies.map(
    ({ summary, outcome, manifest }) =>
      `\n${escaped(summary)} Then it ${outcome === 'at-risk' ? 'is at risk' : outcome}:\n\n${fenced(manifest)}`,
  );
  const title = `## ${escaped(placeOf(verdict))}: ${verdict.verdict}${verdict.stage === undefined ? '' : ` at ${verdict.stage}`}`;
  const broken = brokenToday(verdict).map((text) => `- ${escaped(text)}`);
  return ['', title, '', ...broken, ...findings, ...remedies, ''].join('\n');
}

/** Text that may hold anything, so that it stays text: names and paths come from whoever wrote the manifest. */
function escaped(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>#|!~&]/g, String.raw`\$&`).replaceAll(/\s*\n\s*/g, ' ');
}

/** A fence longer than any in the text. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}yaml\n${text.trimEnd()}\n${fence}`;
}
