import { format, resolveConfig } from 'prettier';
import { beforeAll, describe, expect, it } from 'vitest';
import { exposedMetrics, type ExposedMetric, type Role, roles } from './exposed-metrics.js';
import { metricsDocument } from './metrics-document.js';
import { allQueries, readAlerts, readDashboards, readQuery } from './queries.js';

let exposed: Readonly<Record<Role, readonly ExposedMetric[]>>;
beforeAll(async () => {
  exposed = await exposedMetrics();
});

/** Labels that Prometheus itself, or the registry of a process, gives to every series. */
const everywhere = ['job', 'instance', 'process_role'];

function labelsOf(series: string): readonly string[] | undefined {
  for (const { name, type, labels } of roles.flatMap((role) => exposed[role])) {
    if (series === name && type !== 'histogram') return [...everywhere, ...labels];
    if (type !== 'histogram' && type !== 'summary') continue;
    if ([`${name}_sum`, `${name}_count`].includes(series)) return [...everywhere, ...labels];
    if (series === `${name}_bucket`) return [...everywhere, ...labels, 'le'];
  }
  return undefined;
}

describe('the metrics of the processes', () => {
  it('are those of docs/metrics.md', async () => {
    const file = new URL('../../docs/metrics.md', import.meta.url).pathname;
    const text = await format(metricsDocument(exposed, readAlerts()), {
      ...(await resolveConfig(file)),
      parser: 'markdown',
    });
    await expect(text).toMatchFileSnapshot(file);
  });

  it('are named like those of Prometheus: counters end in _total, times are in seconds', () => {
    const own = roles.flatMap((role) => exposed[role]).filter(({ name }) => !/^(nodejs|process)_/.test(name));
    expect(own.filter(({ name, type }) => (type === 'counter') !== name.endsWith('_total'))).toEqual([]);
    expect(own.filter(({ name }) => /millisecond|_ms$|minutes/.test(name))).toEqual([]);
  });
});

describe('dashboards and alerts', () => {
  it('ask only for what the processes show, by labels that it has', () => {
    const mistakes = allQueries().flatMap(({ place, expression }) => {
      const { selectors, groups } = readQuery(expression);
      if (selectors.length === 0) return [`${place}: no metric in ${expression}`];
      const known = selectors.flatMap(({ metric }) => labelsOf(metric) ?? []);
      return [
        ...selectors
          .filter(({ metric }) => labelsOf(metric) === undefined)
          .map(({ metric }) => `${place}: ${metric} is shown by no process`),
        ...selectors.flatMap(({ metric, labels }) =>
          labels
            .filter((label) => labelsOf(metric)?.includes(label) === false)
            .map((label) => `${place}: ${metric} has no label ${label}`),
        ),
        ...groups
          .filter((label) => !known.includes(label))
          .map((label) => `${place}: nothing has the label ${label}`),
      ];
    });
    expect(mistakes).toEqual([]);
  });

  it('leave out nothing that ingestion, inventory, queue and simulations show', () => {
    const used = allQueries()
      .flatMap(({ expression }) => readQuery(expression).selectors)
      .map(({ metric }) => metric.replace(/_(bucket|sum|count)$/, ''));
    const own = roles
      .flatMap((role) => exposed[role])
      .filter(({ name }) => !/^(nodejs|process)_/.test(name))
      .map(({ name }) => name);
    expect([...new Set(own)].filter((name) => !used.includes(name))).toEqual([]);
  });

  it('have names of their own, and places that do not overlap', () => {
    const names = readAlerts().map(({ alert }) => alert);
    expect(new Set(names).size).toBe(names.length);
    for (const { panels, uid } of readDashboards()) {
      const places = panels.map(({ gridPos }) => JSON.stringify(gridPos));
      expect([uid, new Set(places).size]).toEqual([uid, panels.length]);
    }
  });
});

describe('the reading of expressions', () => {
  it.each([
    ['up', [{ metric: 'up', labels: [] }], []],
    [
      'sum by (a, b) (rate(x_total{c="x", d=~"(y|z) { }"}[5m])) / time() > 1e3 and y offset 15m == 1',
      [
        { metric: 'x_total', labels: ['c', 'd'] },
        { metric: 'y', labels: [] },
      ],
      ['a', 'b'],
    ],
    ['label_values(x_total, job)', [{ metric: 'x_total', labels: [] }], ['job']],
  ])('%s', (expression, selectors, groups) => {
    expect(readQuery(expression)).toEqual({ selectors, groups });
  });
});
