import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

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
