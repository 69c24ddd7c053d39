import { describe, expect, it } from 'vitest';
import { execHandlers, terminals } from './exec-handlers.js';

const exec = (...command: readonly string[]) => ({ exec: { command } });
const containers = [
  {
    name: 'db',
    livenessProbe: exec('pg_isready', '-q'),
    readinessProbe: exec('/bin/sh', '-c', 'test -f /ready'),
    startupProbe: exec('pg_isready'),
    lifecycle: { preStop: exec('/opt/stop'), postStart: { httpGet: { port: 80 } } },
  },
  { name: 'web', livenessProbe: { httpGet: { port: 80 } }, readinessProbe: { tcpSocket: { port: 80 } } },
  { name: 'odd', livenessProbe: exec(), readinessProbe: { exec: null }, startupProbe: exec('') },
];
const template = { spec: { containers, initContainers: [{ name: 'init' }] } };
const programs = new Map([
  ['init', []],
  ['db', ['pg_isready', '/bin/sh', '/opt/stop']],
  ['web', []],
  ['odd', []],
]);

describe('the programs of probes and hooks', () => {
  it.each(['Deployment', 'StatefulSet', 'DaemonSet', 'Job'])('are those of the template of a %s', (kind) => {
    expect(execHandlers({ kind, spec: { template } })).toEqual(programs);
  });

  it('are those of the Jobs of a CronJob', () => {
    expect(execHandlers({ kind: 'CronJob', spec: { jobTemplate: { spec: { template } } } })).toEqual(
      programs,
    );
  });

  it.each([
    ['a Pod, as running ones are kept without probes', { kind: 'Pod', spec: template.spec }],
    ['a kind that is not known', { kind: 'Rollout', spec: { template } }],
    ['a document without a template', { kind: 'Deployment', spec: {} }],
    ['no document', undefined],
  ])('are not known of %s', (_, document) => {
    expect(execHandlers(document)).toBeUndefined();
  });
});

describe('the terminals of containers', () => {
  const spec = {
    containers: [{ name: 'shell', tty: true, stdin: true }, { name: 'web', tty: false }, { name: 'db' }],
  };
  const known = new Map([
    ['shell', true],
    ['web', false],
    ['db', false],
  ]);

  it('are those of the template, and of a Pod as well', () => {
    expect(terminals({ kind: 'Deployment', spec: { template: { spec } } })).toEqual(known);
    expect(terminals({ kind: 'Pod', spec })).toEqual(known);
  });

  it('are not known of a document without a template, nor of another kind', () => {
    expect(terminals({ kind: 'Deployment', spec: {} })).toBeUndefined();
    expect(terminals({ kind: 'Rollout', spec: { template: { spec } } })).toBeUndefined();
    expect(terminals(undefined)).toBeUndefined();
  });
});
