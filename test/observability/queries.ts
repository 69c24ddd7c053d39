import { readdirSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { z } from 'zod';

/** A PromQL expression of this project, and where it stands. */
export interface Query {
  readonly place: string;
  readonly expression: string;
}

const panel = z.looseObject({
  title: z.string(),
  gridPos: z.strictObject({ h: z.int(), w: z.int(), x: z.int(), y: z.int() }),
  targets: z.array(z.looseObject({ expr: z.string() })).default([]),
});
const dashboard = z.looseObject({
  uid: z.string(),
  title: z.string(),
  panels: z.array(panel),
  templating: z.looseObject({
    list: z.array(z.looseObject({ name: z.string(), definition: z.string().optional() })),
  }),
});
const alert = z.strictObject({
  alert: z.string(),
  expr: z.string(),
  for: z.string().optional(),
  labels: z.strictObject({ severity: z.enum(['critical', 'warning']) }),
  annotations: z.strictObject({ summary: z.string(), action: z.string() }),
});
const rules = z.strictObject({
  groups: z.tuple([z.strictObject({ name: z.string(), rules: z.array(alert) })]),
});
export type Alert = z.infer<typeof alert>;

const grafana = new URL('../../deploy/grafana/', import.meta.url);
const alertsFile = new URL('../../deploy/prometheus/alerts.yaml', import.meta.url);

export function readAlerts(): readonly Alert[] {
  return rules.parse(load(readFileSync(alertsFile, 'utf8'))).groups[0].rules;
}

export function readDashboards(): readonly z.infer<typeof dashboard>[] {
  return readdirSync(grafana)
    .toSorted((a, b) => (a < b ? -1 : 1))
    .map((file) => dashboard.parse(JSON.parse(readFileSync(new URL(file, grafana), 'utf8'))));
}

/** Every expression of the dashboards and the alerts. */
export function allQueries(): readonly Query[] {
  const ofPanels = readDashboards().flatMap(({ uid, panels, templating }) => [
    ...panels.flatMap(({ title, targets }) =>
      targets.map(({ expr }) => ({ place: `${uid}: ${title}`, expression: expr })),
    ),
    ...templating.list.flatMap(({ name, definition }) =>
      definition === undefined ? [] : [{ place: `${uid}: variable ${name}`, expression: definition }],
    ),
  ]);
  const ofAlerts = readAlerts().map(({ alert: name, expr }) => ({ place: name, expression: expr }));
  return [...ofPanels, ...ofAlerts];
}

/** A metric that an expression selects, with the labels that it filters by. */
export interface Selector {
  readonly metric: string;
  readonly labels: readonly string[];
}

const words = new Set(['and', 'or', 'unless', 'by', 'without', 'offset', 'on', 'ignoring', 'bool']);
const labelValues = /^label_values\((\w+), (\w+)\)$/;

/** The metrics of an expression, and the labels by which it groups. */
export function readQuery(expression: string): {
  readonly selectors: readonly Selector[];
  readonly groups: readonly string[];
} {
  const variable = labelValues.exec(expression);
  if (variable !== null) {
    const [, metric = '', label = ''] = variable;
    return { selectors: [{ metric, labels: [] }], groups: [label] };
  }
  const groups: string[] = [];
  const text = expression
    .replaceAll(/\b(?:by|without|on|ignoring) \(([^)]*)\)/g, (_, names: string) => {
      groups.push(...names.split(',').map((name) => name.trim()));
      return ' ';
    })
    .replaceAll(/\[[^\]]*\]/g, ' ')
    .replaceAll(/\boffset \w+/g, ' ');
  const selectors = [...text.matchAll(/(?<![\w:])([a-zA-Z_:][\w:]*)(\s*\(|\{([^}]*)\})?/g)].flatMap(
    ([, metric = '', after, matchers = '']) =>
      after?.trim() === '(' || words.has(metric) || isInMatchers(text, metric)
        ? []
        : [
            {
              metric,
              labels: [...matchers.matchAll(/(\w+)\s*(?:=~|!~|!=|=)\s*"/g)].map(([, label = '']) => label),
            },
          ],
  );
  return { selectors, groups };
}

function isInMatchers(text: string, word: string): boolean {
  return !text.replaceAll(/\{[^}]*\}/g, '{}').includes(word);
}
