import type { ExposedMetric, Role } from './exposed-metrics.js';
import { roles } from './exposed-metrics.js';
import type { Alert } from './queries.js';

const preamble = `# Metrics

Every process answers \`GET /metrics\` without a key, in the text format of Prometheus: the API on \`PORT\`, worker and
collector on their health ports. Each series has the label \`process_role\`: api, worker or collector. Keep the addresses
within your network.

\`deploy/grafana\` has two dashboards to import, one for the collector and one for API and worker;
\`deploy/prometheus/alerts.yaml\` has the alerts below.

Gauges of what all processes share (\`queue_jobs\`, \`queue_outbox_…\`, \`simulations_unfinished…\`,
\`simulations_failing\`, \`simulation_chunks\`, \`simulation_changes_…\`, \`webhook_deliveries_…\`, \`webhooks_…\`,
\`ingestion_parked_pods\`) are
the same in each: take their maximum, not their sum. If what they show can't be reached, they are absent.`;

const titles: Readonly<Record<string, string>> = {
  http: 'Requests',
  ingestion: 'Runtime events',
  inventory: 'Watch of a cluster',
  queue: 'Job queue and outbox',
  reconciler: 'Reconciler',
  simulation: 'Simulations',
  simulations: 'Simulations',
  webhook: 'Webhooks',
  webhooks: 'Webhooks',
  retention: 'Retention',
  database: 'Postgres',
  process: 'Node and the operating system',
  nodejs: 'Node and the operating system',
};

function titleOf({ name }: ExposedMetric): string {
  const [topic = ''] = name.split('_', 1);
  return titles[topic] ?? topic;
}

/** The text of docs/metrics.md, made from what the processes show and from the alerts. */
export function metricsDocument(
  exposed: Readonly<Record<Role, readonly ExposedMetric[]>>,
  alerts: readonly Alert[],
): string {
  const metrics = new Map<string, ExposedMetric>();
  for (const role of roles) for (const metric of exposed[role]) metrics.set(metric.name, metric);
  const byTitle = Map.groupBy(metrics.values(), titleOf);
  const order = [...new Set(Object.values(titles)), ...byTitle.keys()];
  const sections = [...new Set(order)].flatMap((title) => {
    const found = byTitle.get(title) ?? [];
    const lines = found
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ name, type, labels, help }) => {
        const shownBy = roles.filter((role) => exposed[role].some((metric) => metric.name === name));
        return `| \`${name}\` | ${type} | ${labels.map((label) => `\`${label}\``).join(', ')} | ${shownBy.join(', ')} | ${help} |`;
      });
    const table = ['| metric | type | labels | process | |', '| --- | --- | --- | --- | --- |', ...lines];
    return found.length === 0 ? [] : [`## ${title}\n\n${table.join('\n')}`];
  });
  return `${[preamble, ...sections, alertsSection(alerts)].join('\n\n')}\n`;
}

function alertsSection(alerts: readonly Alert[]): string {
  const lines = alerts.map(
    ({ alert, labels, annotations }) =>
      `| \`${alert}\` | ${labels.severity} | ${annotations.summary} | ${annotations.action} |`,
  );
  return [
    '## Alerts',
    '',
    '| alert | severity | says | what to do |',
    '| --- | --- | --- | --- |',
    ...lines,
  ].join('\n');
}
