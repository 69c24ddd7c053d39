import type { Finding, Verdict } from '#libs/advisor';
import { concerns, type ExportFormat, placeOf } from './export-format.js';

/**
 * SARIF 2.1.0 (OASIS), for whoever shows findings of many tools in one place: a result for each finding, a rule for each
 * reason. Workloads are no files, so results have logical locations.
 */
export const sarif: ExportFormat = {
  name: 'sarif',
  mediaType: 'application/sarif+json',
  extension: 'sarif',
  write: async function* (simulation, verdicts) {
    const reasons = new Set<string>();
    yield '{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"results":[';
    let separator = '\n';
    for await (const verdict of verdicts) {
      for (const finding of concerns(verdict)) {
        reasons.add(finding.reason);
        yield `${separator}${JSON.stringify(resultOf(verdict, finding))}`;
        separator = ',\n';
      }
    }
    // Which rules there are is known only now. The order of members has no meaning in JSON.
    const rules = [...reasons].sort().map((id) => ({ id, name: id }));
    const driver = { name: 'policy-advisor', rules };
    const { id, finishedAt } = simulation;
    const run = {
      tool: { driver },
      automationDetails: { id: `simulation/${id}` },
      ...(finishedAt === undefined
        ? {}
        : {
            invocations: [{ executionSuccessful: simulation.status === 'succeeded', endTimeUtc: finishedAt }],
          }),
    };
    yield `\n],${JSON.stringify(run).slice(1)}]}\n`;
  },
};

const levels = { breaks: 'error', 'at-risk': 'warning', passes: 'none' } as const;

function resultOf(verdict: Verdict, finding: Finding): object {
  const place = placeOf(verdict);
  const { outcome, stage, field, reason, detail, policy, container, path, evidence, usage } = finding;
  return {
    ruleId: reason,
    level: levels[outcome],
    message: { text: detail },
    locations: [
      {
        logicalLocations: [
          {
            name: verdict.workload.name,
            kind: verdict.workload.kind,
            fullyQualifiedName: path === undefined ? place : `${place}/${path}`,
          },
        ],
      },
    ],
    partialFingerprints: {
      'finding/v1': [place, field, reason, container ?? '', path ?? ''].join('|'),
    },
    properties: {
      workload: verdict.workload,
      outcome,
      stage,
      field,
      ...(policy === undefined ? {} : { policy }),
      ...(container === undefined ? {} : { container }),
      ...(usage === undefined ? {} : { usage }),
      ...(evidence === undefined ? {} : { evidence: evidence.level }),
    },
  };
}
