import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { InputError } from './arguments.js';
import { generate } from './generate.js';
import { compare, consolidate, tighten } from './policies.js';
import { simulate } from './simulate.js';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'advise-'));
  write('web.yaml', WEB);
  write('narrow.yaml', policy('narrow', 'false'));
  write('wide.yaml', policy('wide', 'true'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

function file(name: string): string {
  return join(folder, name);
}

const WEB = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template:
    spec:
      automountServiceAccountToken: false
      containers:
        - {name: web, image: i, securityContext: {privileged: true}}
---
apiVersion: v1
kind: Service
metadata: {name: web}
`;

function policy(name: string, privileged: string): string {
  return `apiVersion: policy/v1beta1
kind: PodSecurityPolicy
metadata: {name: ${name}}
spec:
  privileged: ${privileged}
  seLinux: {rule: RunAsAny}
  runAsUser: {rule: RunAsAny}
  fsGroup: {rule: RunAsAny}
  supplementalGroups: {rule: RunAsAny}
`;
}

function mistakesOf(run: () => unknown): readonly string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof InputError) return error.mistakes;
    throw error;
  }
  return [];
}

describe('advise', () => {
  it('generates policies and grants from files, and says what it left out', () => {
    const answer = generate({ filename: [file('web.yaml')] });
    expect(answer.exitCode).toBe(0);
    expect(answer.yaml?.match(/^kind: .*$/gmu)).toEqual([
      'kind: PodSecurityPolicy',
      'kind: Role',
      'kind: RoleBinding',
    ]);
    expect(answer.notes).toEqual(['left out, as they hold no pods: Service']);
  });

  it('reads folders, in the order of the names', () => {
    expect(generate({ filename: [folder], grants: 'none', per: 'all', name: 'x' }).yaml).toContain('name: x');
  });

  it('simulates: 1 if something breaks, 0 if all passes', () => {
    const broken = simulate({ filename: [file('web.yaml')], policies: [file('narrow.yaml')] });
    expect(broken.exitCode).toBe(1);
    expect(broken.result).toMatchObject({
      verdict: 'breaks',
      counts: { passes: 0, 'at-risk': 0, breaks: 1 },
    });
    const fine = simulate({ filename: [file('web.yaml')], policies: [file('wide.yaml')] });
    expect([fine.exitCode, fine.result]).toMatchObject([0, { verdict: 'passes' }]);
  });

  it('compares two policies', () => {
    const answer = compare({ policies: [file('narrow.yaml'), file('wide.yaml')] });
    expect(answer.result).toMatchObject({ first: 'narrow', second: 'wide', order: 'narrower' });
    expect(answer.notes).toEqual(['narrow allows less than wide']);
  });

  it('tightens one policy', () => {
    const answer = tighten({ filename: [file('web.yaml')], policies: [file('wide.yaml')] });
    expect(answer.result).toMatchObject({ verified: { sound: true, minimal: true } });
    expect(answer.notes).toContain('allows more than needed (spec): fsGroup');
  });

  it('consolidates', () => {
    const answer = consolidate({ filename: [file('web.yaml')], max: '3' });
    expect(answer.notes).toContain('excess privilege over all workloads: 0');
  });

  it('tells every mistake of the input with its place', () => {
    write(
      'bad.yaml',
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {template: {spec: {containers: [{name: 1}]}}}\n---\n- x\n',
    );
    const mistakes = mistakesOf(() => generate({ filename: [file('bad.yaml'), file('gone.yaml')] }));
    expect(mistakes).toHaveLength(3);
    expect(mistakes.join('\n')).toContain(`${file('gone.yaml')}: ENOENT`);
    expect(mistakes.join('\n')).toContain(`${file('bad.yaml')}:1: spec.template.spec.containers[0].name`);
    expect(mistakes.join('\n')).toContain(`${file('bad.yaml')}:6:1: must be object`);
  });

  it('refuses policies that the API would refuse', () => {
    write('invalid.yaml', policy('invalid', 'true').replace('{rule: RunAsAny}', '{rule: Anything}'));
    expect(mistakesOf(() => compare({ policies: [file('invalid.yaml')] })).join('\n')).toContain(
      'spec.seLinux.rule',
    );
  });

  it('adds what else the observations are good for, on request', () => {
    const profile = {
      workload: { cluster: 'prod', namespace: 'shop', kind: 'Deployment', name: 'web' },
      pods: 1,
      nodeFacts: [],
      containers: [],
    };
    write('profile.json', JSON.stringify(profile));
    const answer = generate({
      filename: [file('web.yaml')],
      profiles: [file('profile.json')],
      'by-products': true,
    });
    expect(answer.exitCode).toBe(0);
    expect(answer.yaml).toBeUndefined();
    expect(answer.result).toMatchObject({ byProducts: [{ workload: { name: 'web' } }] });
    expect(mistakesOf(() => generate({ filename: [file('web.yaml')], 'by-products': true }))).toEqual([
      '--by-products needs --profiles',
    ]);
  });

  it('refuses profiles that are none', () => {
    write('profiles.json', '[{"pods": -1}]');
    const mistakes = mistakesOf(() =>
      generate({ filename: [file('web.yaml')], profiles: [file('profiles.json')] }),
    );
    expect(mistakes.some((each) => each.startsWith(`${file('profiles.json')}: [0]: pods: `))).toBe(true);
  });

  it.each<[string, () => unknown]>([
    ['--max must be a whole number of at least 1, was "0"', () => consolidate({ filename: ['x'], max: '0' })],
    ['-f is missing: give files with manifests', () => generate({})],
    [
      '--per must be one of workload, service-account, namespace, all, was "pod"',
      () => generate({ filename: [file('web.yaml')], per: 'pod' }),
    ],
    [
      'kubernetesVersion must be 1.16 to 1.24, was "1.30"',
      () => generate({ filename: [file('web.yaml')], 'kubernetes-version': '1.30' }),
    ],
    [
      '--mutations allow-with-evidence needs --profiles',
      () => generate({ filename: [file('web.yaml')], mutations: 'allow-with-evidence' }),
    ],
  ])('says: %s', (mistake, run) => {
    expect(mistakesOf(run)).toEqual([mistake]);
  });
});
