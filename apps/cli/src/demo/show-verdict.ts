import type { Finding, Outcome, Remedy, Verdict } from '#libs/advisor';
import type { ProfileItem } from '#libs/profiles';
import type { Terminal } from './terminal.js';

const marks: Readonly<
  Record<Outcome, { readonly mark: string; readonly style: 'green' | 'yellow' | 'red' }>
> = {
  passes: { mark: '✓', style: 'green' },
  'at-risk': { mark: '~', style: 'yellow' },
  breaks: { mark: '✗', style: 'red' },
};

const stages = { admission: 'at admission', start: 'at start', runtime: 'at run time' } as const;

/** The verdict in one line, then each finding with its evidence. */
export function showVerdict(terminal: Terminal, verdict: Verdict): void {
  const { workload } = verdict;
  const stage = verdict.stage === undefined ? '' : ` ${stages[verdict.stage]}`;
  const text = `${workload.kind} ${workload.namespace}/${workload.name} ${verdict.verdict}${stage}`;
  terminal.line(`   ${terminal.styled(['bold', marks[verdict.verdict].style], text)}`);
  for (const finding of verdict.findings) {
    terminal.line();
    showFinding(terminal, finding, 3);
  }
}

function showFinding(terminal: Terminal, finding: Finding, indent: number): void {
  const { mark, style } = marks[finding.outcome];
  const where = finding.path === undefined ? '' : `  ${terminal.styled('dim', finding.path)}`;
  const usage = finding.usage === undefined ? '' : `  ${usageText(terminal, finding.usage)}`;
  terminal.line(
    `${' '.repeat(indent)}${terminal.styled(style, mark)} ${terminal.styled('bold', finding.field)}${where}${usage}`,
  );
  terminal.text(finding.detail, indent + 2);
  const { evidence } = finding;
  if (evidence === undefined) return;
  const period =
    evidence.from === undefined || evidence.to === undefined
      ? ''
      : `, ${day(evidence.from)} to ${day(evidence.to)}`;
  const loss = evidence.lossRatio === 0 ? 'nothing lost' : `${(evidence.lossRatio * 100).toFixed(1)} % lost`;
  terminal.text(
    `evidence: ${evidence.level}; ${evidence.startsObserved} pod starts on ${evidence.daysObserved} days${period}, ${loss}`,
    indent + 2,
  );
  for (const observation of evidence.observations.slice(0, 5)) {
    terminal.point('·', observationText(observation), indent + 4);
  }
}

function usageText(terminal: Terminal, usage: NonNullable<Finding['usage']>): string {
  if (usage === 'in-use') return terminal.styled('yellow', 'in use');
  return usage === 'not-in-use' ? terminal.styled('green', 'not in use') : 'use unknown';
}

function day(time: string): string {
  return time.slice(0, 10);
}

function observationText({ item, seen }: ProfileItem): string {
  const { dimension, outcome: _outcome, origin: _origin, ...fields } = item;
  const values = Object.entries(fields)
    .filter(([, value]) => value !== undefined && value !== false)
    .map(([name, value]) =>
      value === true ? name : Array.isArray(value) ? `${name} ${value.join(',')}` : String(value),
    );
  return `${dimension} ${values.join(' ')} (${seen.pods} pods, ${seen.days} days)`;
}

/** A remedy: what it does, the document, and what was said of it when it was put through everything again. */
export function showRemedy(terminal: Terminal, letter: string, remedy: Remedy): void {
  const { mark, style } = marks[remedy.outcome];
  const stage = remedy.stage === undefined ? '' : ` ${stages[remedy.stage]}`;
  const { kind, namespace, name } = remedy.target;
  const target = `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
  terminal.line();
  terminal.line(
    `   ${terminal.styled('bold', `${letter}  ${remedy.kind === 'broaden' ? 'Broaden the policy' : 'Reduce the workload'}`)}` +
      `  ${terminal.styled('dim', target)}  verified again: ${terminal.styled(style, `${mark} ${remedy.outcome}${stage}`)}`,
  );
  terminal.text(remedy.summary, 6);
  terminal.block(remedy.kind === 'broaden' ? patchText(remedy) : remedy.manifest, 8);
  if (remedy.findings.length === 0) return;
  terminal.text('Would what was observed survive it?', 6);
  for (const finding of remedy.findings) showFinding(terminal, finding, 8);
}

/** A JSON Patch, one operation a line. */
function patchText({ patch }: Remedy): string {
  return patch
    .map((operation) => {
      const value = 'value' in operation ? ` ${JSON.stringify(operation.value)}` : '';
      return `${operation.op} ${operation.path}${value}`;
    })
    .join('\n');
}
