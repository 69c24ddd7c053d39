import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { z } from 'zod';
import { readDocuments } from '#libs/kubernetes';
import type { Manifest } from './cluster.js';

const chart = 'deploy/helm/policy-advisor';
/** The namespace into which tests render the chart. */
export const namespace = 'policy-advisor-chart';

function argumentsOf(command: string, values: object, into = namespace): readonly string[] {
  const file = join(mkdtempSync(join(tmpdir(), 'policy-advisor-values-')), 'values.json');
  writeFileSync(file, JSON.stringify(values));
  const release = command === 'template' ? ['r'] : ['--strict'];
  const options = ['--namespace', into, '--kube-version', '1.24.17', '--values', file];
  return [command, ...release, chart, ...options];
}

/** The manifests of the chart with these values, those of hooks among them. */
export function render(values: object, into = namespace): readonly Manifest[] {
  const text = execFileSync(inject('helm'), argumentsOf('template', values, into), { encoding: 'utf8' });
  const { documents } = readDocuments(text);
  return documents.map(({ value }) => manifest.parse(value));
}

/** What is wrong with the values; undefined: nothing. */
export function lint(values: object): string | undefined {
  const { status, stdout } = spawnSync(inject('helm'), argumentsOf('lint', values), { encoding: 'utf8' });
  return status === 0 ? undefined : stdout;
}

/** Why the chart makes no manifests of the values; undefined: it does. `lint` passes over what templates refuse. */
export function refusalOf(values: object): string | undefined {
  const { status, stderr } = spawnSync(inject('helm'), argumentsOf('template', values), { encoding: 'utf8' });
  return status === 0 ? undefined : stderr;
}

const manifest = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
});

const template = z.looseObject({
  metadata: z.looseObject({ name: z.string() }),
  spec: z.looseObject({
    template: z.looseObject({
      metadata: z.looseObject({ labels: z.record(z.string(), z.string()) }),
      spec: z.looseObject({ containers: z.array(z.record(z.string(), z.unknown())) }),
    }),
  }),
});

/** The pods that the workloads among the manifests would have. */
export function podsOf(manifests: readonly Manifest[]): readonly Manifest[] {
  return manifests
    .filter(({ kind }) => kind === 'Deployment' || kind === 'Job')
    .map((workload) => {
      const { metadata, spec } = template.parse(workload);
      const { labels } = spec.template.metadata;
      return {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: metadata.name, namespace, labels },
        spec: spec.template.spec,
      };
    });
}
