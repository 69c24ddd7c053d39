import { describe, expect, it } from 'vitest';
import type { SourceSettings } from '../event-format.js';
import { instantOf } from '../instant.js';
import { Interner } from '../interner.js';
import { normaliseMessage } from '../recognise.js';
import { falco } from './falco.js';

const time = '2026-03-01T10:20:00.123456789Z';
const fields = {
  'container.id': 'edab12345678',
  'container.name': 'nginx',
  'container.image.repository': 'docker.io/library/nginx',
  'container.image.tag': '1.27',
  'evt.type': 'openat',
  'evt.is_open_read': true,
  'fd.name': '/etc/shadow',
  'k8s.ns.name': 'shop',
  'k8s.pod.name': 'web-0',
  'proc.name': 'cat',
  'proc.tty': 0,
  'proc.exepath': '/usr/bin/cat',
  'proc.aname[2]': '<NA>',
  'proc.aname[3]': null,
};
const alert = (more: object = {}, top: object = {}) => ({
  uuid: '7e57ed00-0000-4000-8000-000000000001',
  output: 'text',
  priority: 'Warning',
  rule: 'Read sensitive file untrusted',
  time,
  source: 'syscall',
  hostname: 'node-17',
  output_fields: { ...fields, ...more },
  ...top,
});
const eu: SourceSettings = { cluster: 'eu' };

function itemsOf(message: object, settings = eu): unknown {
  const outcome = normaliseMessage(message, new Interner(), settings);
  if (outcome.outcome !== 'ok') return outcome.outcome === 'drop' ? outcome.reason : outcome.issues;
  return outcome.value.flatMap(({ containers }) =>
    containers.flatMap(({ observations }) => observations.map(({ item }) => item.item)),
  );
}

describe('falco', () => {
  it('is recognised by rule, priority and output_fields', () => {
    expect(falco.recognises(alert())).toBe(true);
    expect(falco.recognises({ rule: 'x', priority: 'Debug', output_fields: null })).toBe(true);
    expect(falco.recognises({ rule: 'x', output_fields: {} })).toBe(false);
    expect(falco.recognises([alert()])).toBe(false);
  });

  it('becomes an event with its uuid, a short container id, and the time as text, not the rounded evt.time', () => {
    const text = JSON.stringify(alert()).replace('"evt.type"', '"evt.time":1772360400123456789,"evt.type"');
    expect(normaliseMessage(JSON.parse(text), new Interner(), eu)).toMatchObject({
      outcome: 'ok',
      value: [
        {
          origin: { cluster: 'eu', node: 'node-17', agent: { name: 'falco', version: '' } },
          sentAt: time,
          eventId: '7e57ed00-0000-4000-8000-000000000001',
          covers: [],
          containers: [
            {
              subject: {
                namespace: 'shop',
                pod: { name: 'web-0', uid: 'shop/web-0' },
                container: { name: 'nginx', id: 'edab12345678', image: 'docker.io/library/nginx:1.27' },
              },
              observations: [{ first: instantOf(time), last: instantOf(time), count: 1 }],
            },
          ],
        },
      ],
    });
    expect(itemsOf(alert())).toEqual([
      {
        dimension: 'file',
        path: '/etc/shadow',
        operation: 'read',
        place: 'root',
        outcome: 'allowed',
        origin: 'container',
      },
    ]);
  });

  it('takes the customary fields as cluster, and the settings before them', () => {
    const cluster = (more: object, settings: SourceSettings) => {
      const outcome = normaliseMessage(alert(more), new Interner(), settings);
      return outcome.outcome === 'ok' ? outcome.value[0]?.origin.cluster : outcome.outcome;
    };
    expect(cluster({ cluster: 'us' }, {})).toBe('us');
    expect(cluster({ cluster: 'us' }, eu)).toBe('eu');
    expect(cluster({ cluster: '<NA>' }, {})).toBe('dead-letter');
  });

  it('takes the field that the settings name as cluster, and no other then', () => {
    const named = { clusterField: 'my.cluster' };
    const cluster = (more: object, settings: SourceSettings = named) => {
      const outcome = normaliseMessage(alert(more), new Interner(), settings);
      return outcome.outcome === 'ok' ? outcome.value[0]?.origin.cluster : outcome.outcome;
    };
    expect(cluster({ 'my.cluster': 'us', cluster: 'other' })).toBe('us');
    expect(cluster({ 'my.cluster': 'us' }, { ...named, ...eu })).toBe('eu');
    expect(cluster({ cluster: 'other' })).toBe('dead-letter');
    expect(cluster({ 'my.cluster': null, 'k8s.cluster.name': 'other' })).toBe('dead-letter');
    expect(cluster({}, { clusterField: 'constructor' })).toBe('dead-letter');
    expect(itemsOf(alert({ cluster: 'other' }), named)).toMatchObject([
      { path: ['output_fields', 'my.cluster'] },
    ]);
  });

  it.each(['<NA>', null, '', {}])('takes %j as absent: no pod, no container', (absent) => {
    expect(itemsOf(alert({ 'k8s.pod.name': absent, 'container.id': absent }))).toBe('not-relevant');
    expect(itemsOf(alert({ 'k8s.ns.name': absent, 'container.id': 'host' }))).toBe('not-relevant');
    expect(itemsOf(alert({ 'container.name': absent, 'container.id': absent }))).toEqual([
      {
        path: ['output_fields', 'container.name'],
        message: 'must be there: print container.name, or container.id, in the output of the rule',
      },
    ]);
  });

  it('goes by the id of the container where a rule prints the pod and not the name of the container', () => {
    const outcome = normaliseMessage(alert({ 'container.name': null }), new Interner(), eu);
    expect(outcome.outcome === 'ok' && outcome.value[0]?.containers[0]?.subject).toEqual({
      cluster: 'eu',
      namespace: '',
      pod: { name: '', uid: '//edab12345678' },
      container: { name: '', id: 'edab12345678', image: 'docker.io/library/nginx:1.27' },
      onlyContainer: true,
    });
  });

  it('reads modes from the flags, and does not guess them', () => {
    const flags = (text: string) => itemsOf(alert({ 'evt.is_open_read': undefined, 'evt.arg.flags': text }));
    expect(flags('O_TRUNC|O_CREAT|O_WRONLY|FD_UPPER_LAYER')).toMatchObject([{ operation: 'write' }]);
    expect(flags('O_RDWR')).toMatchObject([{ operation: 'read' }, { operation: 'write' }]);
    expect(flags('<NA>')).toBe('incomplete');
    expect(itemsOf(alert({ 'evt.type': undefined }))).toBe('incomplete');
  });

  it('does not use what falcosidekick has cut', () => {
    expect(itemsOf(alert({ 'fd.name': `/${'a'.repeat(506)}[...]` }))).toBe('incomplete');
    expect(itemsOf(alert({ 'fd.name': '/data/[...]/a' }))).toMatchObject([{ path: '/data/[...]/a' }]);
    expect(itemsOf(alert({ 'fd.name': '/data/aaaa[...]' }))).toBe('incomplete');
    expect(itemsOf(alert({ 'evt.type': 'execve', 'proc.exepath': '/opt/a[...]' }))).toBe('incomplete');
  });

  it('says of an exec that it had a terminal, and takes a failed call as refused', () => {
    expect(itemsOf(alert({ 'evt.type': 'execve', 'proc.tty': 34816, 'proc.vpid': 7 }))).toEqual([
      {
        dimension: 'exec',
        path: '/usr/bin/cat',
        entrypoint: false,
        outcome: 'allowed',
        origin: 'terminal',
      },
    ]);
    expect(itemsOf(alert({ 'evt.res': 'EACCES' }))).toMatchObject([{ outcome: 'refused' }]);
    expect(itemsOf(alert({ 'evt.res': 'SUCCESS' }))).toMatchObject([{ outcome: 'allowed' }]);
    expect(itemsOf(alert({ 'evt.rawres': -13 }))).toMatchObject([{ outcome: 'refused' }]);
  });

  it('gives nothing of capabilities: what is held is not what is used', () => {
    expect(itemsOf(alert({ 'evt.type': 'setuid', 'thread.cap_effective': 'CAP_SYS_ADMIN' }))).toBe(
      'not-relevant',
    );
  });

  it.each([
    ['edab12345678', 'edab12345678'],
    ['host', undefined],
    ['<NA>', undefined],
    ['', undefined],
  ])('takes the container id %j as %j', (value, id) => {
    const outcome = normaliseMessage(alert({ 'container.id': value }), new Interner(), eu);
    const container = outcome.outcome === 'ok' && outcome.value[0]?.containers[0]?.subject.container;
    expect(container).toMatchObject({ name: 'nginx' });
    expect(container && container.id).toBe(id);
  });

  it('knows no event by an id where there is none', () => {
    for (const uuid of [undefined, '', null, '<NA>']) {
      const outcome = normaliseMessage(alert({}, { uuid }), new Interner(), eu);
      expect(outcome.outcome === 'ok' && outcome.value[0]).not.toHaveProperty('eventId');
    }
  });

  it('is no exec of the first process where its number is not printed', () => {
    const exec = (vpid: unknown) => itemsOf(alert({ 'evt.type': 'execve', 'proc.vpid': vpid }));
    expect(exec(1)).toMatchObject([{ entrypoint: true }]);
    expect(exec('1')).toMatchObject([{ entrypoint: true }]);
    expect(exec(2)).toMatchObject([{ entrypoint: false }]);
    expect(exec(undefined)).not.toMatchObject([{ entrypoint: expect.anything() }]);
  });

  it('leaves out the container runtime, and alerts of other sources', () => {
    expect(itemsOf(alert({ 'proc.name': 'runc:[2:INIT]' }))).toBe('not-relevant');
    expect(itemsOf(alert({ 'proc.name': '6', 'proc.exepath': 'memfd:runc_cloned:/proc/self/exe' }))).toBe(
      'not-relevant',
    );
    expect(itemsOf(alert({}, { source: 'k8s_audit' }))).toBe('not-relevant');
    expect(itemsOf(alert({}, { source: undefined }))).toMatchObject([{ dimension: 'file' }]);
  });

  it('counts its loss for what it is declared to watch; counters are texts', () => {
    const lost = (output_fields: object, settings: SourceSettings = { ...eu, covers: ['exec'] }) => {
      const internal = {
        rule: 'Falco internal: syscall event drop',
        priority: 'Debug',
        hostname: 'n',
        time,
        output_fields,
      };
      const outcome = normaliseMessage(internal, new Interner(), settings);
      return outcome.outcome === 'ok' ? outcome.value.map((event) => [...event.lost]) : outcome;
    };
    expect(lost({ n_drops: '815508' })).toEqual([[['exec', 815508]]]);
    expect(lost({ 'scap.n_drops_perc': 50, 'falco.num_evts': 300, 'falco.num_evts_prev': 200 })).toEqual([
      [['exec', 100]],
    ]);
    expect(lost({ 'scap.n_drops_perc': 0 })).toEqual({ outcome: 'drop', reason: 'not-relevant' });
    expect(lost({ n_drops: '5' }, eu)).toEqual({ outcome: 'drop', reason: 'not-relevant' });
  });

  it('tells the counters of a snapshot of its metrics as totals of a run: a start, and a reload since', () => {
    const told = (
      counters: object,
      run: object = {},
      settings: SourceSettings = { ...eu, covers: ['exec'] },
    ) => {
      const snapshot = {
        rule: 'Falco internal: metrics snapshot',
        source: 'internal',
        priority: 'Informational',
        hostname: 'n',
        time,
        output_fields: { 'falco.start_ts': Number('1748557118881742916'), ...run, ...counters },
      };
      const outcome = normaliseMessage(snapshot, new Interner(), settings);
      if (outcome.outcome !== 'ok') return outcome.outcome === 'drop' ? outcome.reason : outcome.issues;
      return outcome.value.map(({ lost, lostSoFar }) => ({ lost: [...lost], ...lostSoFar }));
    };
    const run = `${String(Number('1748557118881742916'))}/`;
    const both = { 'scap.n_drops': 7, 'scap.n_drops_perc': 50, 'falco.outputs_queue_num_drops': 3 };
    const share = { 'falco.num_evts': 300, 'falco.num_evts_prev': 200 };
    expect(told({ ...both, ...share })).toEqual([{ lost: [], run, totals: { kernel: 7, outputs: 3 } }]);
    // Older versions write texts, and the same number.
    expect(told({ 'scap.n_drops': '7' }, { 'falco.start_ts': '1748557118881742916' })).toEqual([
      { lost: [], run, totals: { kernel: 7 } },
    ]);
    // Without the kernel's counter there is its share since the last snapshot, beside the total of the outputs.
    const { 'scap.n_drops': _, ...withoutKernel } = both;
    expect(told({ ...withoutKernel, ...share })).toEqual([
      { lost: [['exec', 100]], run, totals: { outputs: 3 } },
    ]);
    expect(told({ 'scap.n_drops': 7 }, { 'falco.reload_ts': Number('1748557118882077336') })).toEqual([
      { lost: [], run: `${run}${String(Number('1748557118882077336'))}`, totals: { kernel: 7 } },
    ]);
    expect(told({ 'scap.n_drops': 7 }, { 'falco.start_ts': undefined })).toEqual([
      { lost: [], run: '/', totals: { kernel: 7 } },
    ]);
    expect(told({ 'scap.n_drops': 2 ** 60, 'falco.outputs_queue_num_drops': -1 })).toEqual([
      { lost: [], run, totals: { kernel: 2 ** 40 } },
    ]);
    expect(told({ 'scap.n_drops': 0, 'falco.outputs_queue_num_drops': 0 })).toBe('not-relevant');
    expect(told(both, {}, eu)).toBe('not-relevant');
  });

  it('knows a reload by the checksums of what was loaded, where a snapshot does not say when that was', () => {
    const run = (more: object) => {
      const snapshot = {
        rule: 'Falco internal: metrics snapshot',
        source: 'internal',
        priority: 'Informational',
        hostname: 'n',
        time,
        output_fields: { 'falco.start_ts': 17, 'scap.n_drops': 7, ...more },
      };
      const outcome = normaliseMessage(snapshot, new Interner(), { ...eu, covers: ['exec'] });
      return outcome.outcome === 'ok' ? outcome.value[0]?.lostSoFar?.run : outcome;
    };
    const rules = { 'falco.sha256_rules_file.falco_rules_yaml': 'a1'.repeat(32) };
    const config = { 'falco.sha256_config_file.falco_yaml': 'b2'.repeat(32) };
    const custom = { 'falco.sha256_rules_file.custom_yaml': 'a1'.repeat(32) };
    expect(run(rules)).toBe(`17/${'a1'.repeat(32)}`);
    // The sum of both, without what is above 256 bits; in any order of the fields, and whatever else has changed.
    const loaded = `17/${'54'.repeat(31)}53`;
    expect(run({ ...rules, ...config })).toBe(loaded);
    expect(run({ ...config, 'scap.n_drops': 9, 'falco.version': '0.39.0', ...rules })).toBe(loaded);
    const others = [
      run({ ...rules, 'falco.sha256_config_file.falco_yaml': 'b3'.repeat(32) }),
      run({ ...config, 'falco.sha256_rules_file.falco_rules_yaml': 'a7'.repeat(32) }),
      run({ ...rules, ...config, ...custom }),
      run({ ...rules, ...config, 'falco.start_ts': 18 }),
      run(config),
    ];
    expect(new Set([loaded, ...others]).size).toBe(6);
    expect(run({ 'falco.sha256_rules_file.falco_rules_yaml': '<NA>' })).toBe('17/');
    expect(run({ 'falco.sha256_other.falco_yaml': 'a1'.repeat(32) })).toBe('17/');
    expect(run({})).toBe('17/');
    expect(run({ ...rules, ...config, 'falco.reload_ts': 19 })).toBe('17/19');
  });

  it('takes an id of any length', () => {
    expect(itemsOf(alert({}, { uuid: 'f'.repeat(600) }))).toMatchObject([{ dimension: 'file' }]);
  });

  it('says where the mistake is', () => {
    expect(itemsOf(alert({}, { time: 'yesterday' }))).toMatchObject([{ path: ['time'] }]);
    expect(itemsOf(alert({ 'k8s.ns.name': 'Shop!' }))).toMatchObject([
      { path: ['output_fields', 'k8s.ns.name'] },
    ]);
    expect(itemsOf(alert({}, { hostname: 'a b' }))).toMatchObject([{ path: ['hostname'] }]);
  });
});
