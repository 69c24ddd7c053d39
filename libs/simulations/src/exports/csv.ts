import type { Finding, Verdict } from '#libs/advisor';
import { stringify } from 'csv-stringify/sync';
import { concerns, type ExportFormat, isWithoutPolicy } from './export-format.js';

const columns = [
  'cluster',
  'namespace',
  'kind',
  'name',
  'verdict',
  'stage',
  'policy',
  'finding',
  'finding_stage',
  'field',
  'reason',
  'container',
  'path',
  'usage',
  'evidence',
  'detail',
  'without_policy',
  'broken_today',
] as const;

/**
 * RFC 4180, a row for each finding, and one without a finding for a workload that passes. Cells that a spreadsheet would
 * take for a formula get an apostrophe in front: names and paths come from whoever wrote the manifest.
 */
export const csv: ExportFormat = {
  name: 'csv',
  mediaType: 'text/csv',
  extension: 'csv',
  write: async function* (_, verdicts) {
    yield rows([columns]);
    for await (const verdict of verdicts) {
      const found = concerns(verdict);
      yield rows(
        found.length === 0 ? [row(verdict, undefined)] : found.map((finding) => row(verdict, finding)),
      );
    }
  },
};

function rows(cells: readonly (readonly (string | undefined)[])[]): string {
  return stringify(
    cells.map((each) => [...each]),
    { record_delimiter: 'windows', escape_formulas: true },
  );
}

function row(verdict: Verdict, finding: Finding | undefined): readonly (string | undefined)[] {
  const { cluster, namespace, kind, name } = verdict.workload;
  return [
    cluster,
    namespace,
    kind,
    name,
    verdict.verdict,
    verdict.stage,
    verdict.policy,
    finding?.outcome,
    finding?.stage,
    finding?.field,
    finding?.reason,
    finding?.container,
    finding?.path,
    finding?.usage,
    finding?.evidence?.level,
    finding?.detail,
    isWithoutPolicy(verdict) ? 'true' : undefined,
    verdict.brokenToday === undefined ? undefined : 'true',
  ];
}
