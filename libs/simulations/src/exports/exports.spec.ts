import type { Verdict } from '#libs/advisor';
import { load, loadAll } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import type { Simulation } from '../simulation.js';
import { exportFormats } from './registry.js';

const simulation: Simulation = {
  project: 'default',
  id: '0d1c2b3a-0000-4000-8000-000000000001',
  name: 'before <enforcing>',
  status: 'succeeded',
  policies: [{ id: '0d1c2b3a-0000-4000-8000-000000000002', revision: 3, name: 'restricted' }],
  policySet: 'only-these',
  scope: {},
  grants: 'all',
  createdAt: '2026-03-01T10:00:00.000Z',
  finishedAt: '2026-03-01T10:00:05.000Z',
  progress: { done: 2, total: 2 },
  summary: {
    workloads: 2,
    verdicts: { passes: 1, 'at-risk': 0, breaks: 1 },
    stages: { admission: 1, start: 0, runtime: 0 },
    withoutPolicy: 0,
    brokenToday: 0,
    fields: { privileged: 1 },
  },
};

const passing: Verdict = {
  workload: { cluster: 'prod', namespace: 'shop', kind: 'Deployment', name: 'plain' },
  verdict: 'passes',
  policy: 'restricted',
  mutated: false,
  findings: [],
  remedies: [],
};

const breaking: Verdict = {
  workload: { cluster: 'prod', namespace: 'shop', kind: 'Deployment', name: 'web' },
  verdict: 'breaks',
  stage: 'admission',
  mutated: false,
  findings: [
    {
      outcome: 'breaks',
      stage: 'admission',
      field: 'allowedHostPaths',
      reason: 'not-allowed-by-policy',
      detail: '=HYPERLINK("x"), `rm`, <script>, **bold**\nand more',
      policy: 'restricted',
      container: 'nginx',
      path: 'spec.volumes[0]',
      usage: 'unknown',
    },
  ],
  remedies: [
    {
      kind: 'reduce',
      target: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' },
      summary: 'Without the volume.',
      patch: [],
      manifest: 'spec:\n  note: "```</pre>"\n',
      outcome: 'passes',
      findings: [],
    },
  ],
};

function exported(name: string, ...verdicts: readonly Verdict[]): Promise<string> {
  return exportedOf(simulation, name, ...verdicts);
}

async function exportedOf(of: Simulation, name: string, ...verdicts: readonly Verdict[]): Promise<string> {
  const format = exportFormats.find((each) => each.name === name);
  if (format === undefined) throw new Error(`no format ${name}`);
  async function* come(): AsyncIterable<Verdict> {
    yield* verdicts;
  }
  let text = '';
  for await (const piece of format.write(of, come())) text += piece;
  return text;
}

describe('an export', () => {
  it('as JSON is one document with the simulation and all verdicts', async () => {
    expect(JSON.parse(await exported('json', passing, breaking))).toEqual({
      simulation,
      results: [passing, breaking],
    });
    expect(JSON.parse(await exported('json'))).toEqual({ simulation, results: [] });
  });

  it('as YAML is a document for the simulation and one for each verdict', async () => {
    const documents: unknown[] = [];
    loadAll(await exported('yaml', passing, breaking), (document) => documents.push(document));
    expect(documents).toEqual([simulation, passing, breaking]);
    expect(load(await exported('yaml'))).toEqual(simulation);
  });

  it('as CSV has a row for each finding and for each workload that passes, and no formulas', async () => {
    expect((await exported('csv', passing, breaking)).split('\r\n')).toEqual([
      'cluster,namespace,kind,name,verdict,stage,policy,finding,finding_stage,field,reason,container,path,usage,evidence,detail,without_policy,broken_today',
      'prod,shop,Deployment,plain,passes,,restricted,,,,,,,,,,,',
      `prod,shop,Deployment,web,breaks,admission,,breaks,admission,allowedHostPaths,not-allowed-by-policy,nginx,spec.volumes[0],unknown,,"'=HYPERLINK(""x""), \`rm\`, <script>, **bold**\nand more",,`,
      '',
    ]);
  });

  it('tells workloads without a policy, and those that are broken today, from those that a field breaks', async () => {
    const without: Verdict = {
      ...breaking,
      findings: [
        {
          outcome: 'breaks',
          stage: 'admission',
          field: 'authorization',
          reason: 'no-policy-may-be-used',
          detail: 'Nobody may.',
        },
      ],
      remedies: [],
    };
    const brokenAlready: Verdict = {
      ...without,
      brokenToday: [
        {
          stage: 'start',
          reason: 'run-as-non-root',
          message: '<b>root</b>',
          object: { kind: 'Pod', name: 'web-1' },
          count: 2,
          firstSeen: '2026-03-01T09:00:00.000Z',
          lastSeen: '2026-03-01T09:30:00.000Z',
        },
      ],
    };
    const lastCells = (await exported('csv', breaking, without, brokenAlready))
      .split('\r\n')
      .map((row) => /,([a-z_]*,[a-z_]*)$/.exec(row)?.[1]);
    expect(lastCells).toEqual(['without_policy,broken_today', ',', 'true,', 'true,true', undefined]);
    expect(await exported('html', brokenAlready)).toContain(
      '<li>Broken today already, at start (run-as-non-root): &lt;b&gt;root&lt;/b&gt;</li>',
    );
    const summary: Simulation['summary'] = {
      workloads: 2,
      verdicts: { passes: 1, 'at-risk': 0, breaks: 1 },
      stages: { admission: 1, start: 0, runtime: 0 },
      withoutPolicy: 1,
      brokenToday: 2,
      fields: {},
    };
    expect(await exportedOf({ ...simulation, summary }, 'markdown', without)).toContain(
      '| workloads | passes | at risk | breaks | of these without a policy | broken today already |\n| --: | --: | --: | --: | --: | --: |\n| 2 | 1 | 0 | 1 | 1 | 2 |\n',
    );
    expect(await exportedOf({ ...simulation, summary }, 'html', without)).toContain(
      '<th>breaks</th><th>of these without a policy</th><th>broken today already</th></tr>\n<tr><td>2</td><td>1</td><td>0</td><td>1</td><td>1</td><td>2</td></tr>',
    );
  });

  it('as SARIF has a result for each finding, a rule for each reason, and places that are no files', async () => {
    const { version, runs } = JSON.parse(await exported('sarif', passing, breaking));
    expect([version, runs.length, runs[0].tool.driver]).toEqual([
      '2.1.0',
      1,
      {
        name: 'policy-advisor',
        rules: [{ id: 'not-allowed-by-policy', name: 'not-allowed-by-policy' }],
      },
    ]);
    expect(runs[0].results).toMatchObject([
      {
        ruleId: 'not-allowed-by-policy',
        level: 'error',
        message: { text: breaking.findings[0]?.detail },
        locations: [
          { logicalLocations: [{ fullyQualifiedName: 'prod/shop/Deployment/web/spec.volumes[0]' }] },
        ],
      },
    ]);
    expect(runs[0].invocations).toEqual([
      { executionSuccessful: true, endTimeUtc: '2026-03-01T10:00:05.000Z' },
    ]);
  });

  it('as Markdown keeps text text, whatever it holds, and fences that it can not end', async () => {
    const text = await exported('markdown', passing, breaking);
    expect(text).toContain('# before \\<enforcing\\>\n');
    expect(text).toContain('| 2 | 1 | 0 | 1 | 0 |');
    expect(text).toContain(
      '- **allowedHostPaths** breaks at admission (`not-allowed-by-policy`): =HYPERLINK("x"), \\`rm\\`, \\<script\\>, \\*\\*bold\\*\\* and more\n',
    );
    expect(text).toContain('````yaml\nspec:\n  note: "```</pre>"\n````');
    expect(text).not.toContain('plain');
  });

  it.each(['markdown', 'html'])(
    'as %s says that a simulation was cut short, and counts nothing then',
    async (name) => {
      const { summary: _, ...cancelled } = simulation;
      const cut = { ...cancelled, status: 'cancelled', progress: { done: 1, total: 5 } } as const;
      const text = await exportedOf(cut, name, breaking);
      expect(text).toContain('Incomplete: 1 of 5 workloads were evaluated.');
      expect(text).not.toContain('at risk</th>');
      expect(text).not.toContain('| passes |');
    },
  );

  it('as Markdown says at its head what was simulated', async () => {
    const text = await exported('markdown');
    expect(text.split('\n').filter((line) => line.startsWith('- **'))).toEqual([
      '- **Simulation**: 0d1c2b3a-0000-4000-8000-000000000001 of the project default, succeeded',
      '- **Policies**: restricted (revision 3)',
      '- **Policies of the clusters**: do not count',
      '- **Scope**: all workloads of all clusters',
      '- **Who may use the policies**: everybody',
      '- **Evidence**: all observations that are kept',
      '- **Thresholds**: the defaults',
      '- **Created**: 2026-03-01T10:00:00.000Z',
      '- **Ended**: 2026-03-01T10:00:05.000Z',
    ]);
  });

  it('as HTML says so, too, of everything that was asked for', async () => {
    const workload = { cluster: 'prod', namespace: 'shop', kind: 'Deployment', name: 'web' };
    const { finishedAt: _, ...unfinished } = simulation;
    const asked: Simulation = {
      ...unfinished,
      policySet: 'cluster-overlay',
      scope: {
        clusters: Array.from({ length: 22 }, (__, n) => `c${n}`),
        namespaces: ['shop'],
        labelSelector: 'tier in (front),!canary',
        workloads: [workload],
      },
      grants: { objects: 2 },
      window: { from: '2026-02-01T00:00:00Z', to: '2026-03-01T00:00:00Z', version: 'current' },
      evaluatedAt: '2026-03-01T10:00:04.000Z',
    };
    const text = await exportedOf(asked, 'html');
    for (const said of [
      '<dt>Policies of the clusters</dt><dd>count beside them</dd>',
      'workloads prod/shop/Deployment/web; clusters c0, c1, ',
      'c19 and 2 more; namespaces shop; labels tier in (front),!canary</dd>',
      '<dd>as 2 RBAC objects of the request say</dd>',
      '<dd>from 2026-02-01T00:00:00Z, to 2026-03-01T00:00:00Z, of the current version alone</dd>',
      '<dt>Results complete as of</dt><dd>2026-03-01T10:00:04.000Z</dd>',
    ])
      expect(text).toContain(said);
    expect(text).not.toContain('<dt>Ended</dt>');
    expect(await exportedOf({ ...asked, scope: { manifestsOnly: true } }, 'html')).toContain(
      '<dt>Scope</dt><dd>the manifests that came with the request</dd>',
    );
  });

  it('as HTML keeps text text, and loads nothing', async () => {
    const text = await exported('html', passing, breaking);
    expect(text).toContain('<title>before &lt;enforcing&gt;</title>');
    expect(text).toContain('=HYPERLINK(&quot;x&quot;), `rm`, &lt;script&gt;, **bold**\nand more</li>');
    expect(text).toContain('note: &quot;```&lt;/pre&gt;&quot;</pre>');
    expect(text).not.toMatch(/<script|src=|href=|plain/);
  });
});
