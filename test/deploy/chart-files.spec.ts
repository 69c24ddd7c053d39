import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { topics } from '#libs/platform';
import { expect, it } from 'vitest';
import { z } from 'zod';

const deploy = fileURLToPath(new URL('../../deploy/', import.meta.url));
const chart = `${deploy}helm/policy-advisor/`;

it.each([
  ['kubernetes/watcher-rbac.yaml', 'watcher-rbac.yaml'],
  ['prometheus/alerts.yaml', 'alerts.yaml'],
  ['grafana/collector.json', 'dashboard-collector.json'],
  ['grafana/service.json', 'dashboard-service.json'],
])('the chart has a copy of deploy/%s: Helm reads nothing outside of a chart', async (source, copy) => {
  await expect(readFileSync(deploy + source, 'utf8')).toMatchFileSnapshot(`${chart}files/${copy}`);
});

it('the chart has the version of the package', () => {
  const { version } = JSON.parse(readFileSync(`${deploy}../package.json`, 'utf8'));
  const lines = readFileSync(`${chart}Chart.yaml`, 'utf8').split('\n');
  expect(lines.filter((line) => /^(appVersion|version):/.test(line))).toEqual([
    `version: ${version}`,
    `appVersion: ${version}`,
  ]);
});

const schema = z.object({
  properties: z.object({
    watch: z.object({ properties: z.object({ cluster: z.object({ pattern: z.string() }) }) }),
  }),
});

it.each([
  ['prod', true],
  ['eu-1.Prod_2', true],
  ['7', true],
  ['a'.repeat(128), true],
  ['a'.repeat(129), false],
  ['prod-', false],
  ['-prod', false],
  ['pr od', false],
])('the chart takes %s for the name of a cluster if the setting does: %s', (name, taken) => {
  const { properties } = schema.parse(JSON.parse(readFileSync(`${chart}values.schema.json`, 'utf8')));
  expect(new RegExp(properties.watch.properties.cluster.pattern).test(name)).toBe(taken);
  expect(topics.kubernetes.cluster.type.schema.safeParse(name).success).toBe(taken);
});
