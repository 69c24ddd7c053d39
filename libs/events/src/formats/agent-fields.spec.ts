import { describe, expect, it } from 'vitest';
import {
  capabilityName,
  imageDigest,
  isRuntimeProcess,
  isTruncated,
  peerOf,
  placeOf,
  presentNumber,
  presentText,
  timeOfSeconds,
} from './agent-fields.js';

const hex = (length: number) => '0a'.repeat(32).slice(0, length);
const digest = `sha256:${hex(64)}`;

describe('what agents spell in their own ways', () => {
  it.each([
    [1_772_360_400, '2026-03-01T10:20:00.000Z'],
    [1_772_360_400.1236, '2026-03-01T10:20:00.124Z'],
    [1e300, undefined],
  ])('%d seconds since the epoch are %j', (seconds, time) => {
    expect(timeOfSeconds(seconds)).toBe(time);
  });

  it.each(['<NA>', null, '', {}, [], undefined, 0, false])('%j is no text', (value) => {
    expect(presentText(value)).toBeUndefined();
  });

  it.each(['x', 'NA', '<NA', ' ', '0', 'null'])('%j is a text', (value) => {
    expect(presentText(value)).toBe(value);
  });

  it.each([
    [7, 7],
    [-0.5, -0.5],
    ['815508', 815508],
    ['-13', -13],
    ['0.25', 0.25],
  ])('%j is a number', (value, number) => {
    expect(presentNumber(value)).toBe(number);
  });

  it.each([
    '',
    '<NA>',
    'x',
    '1e3',
    '0x10',
    ' 1',
    '1.',
    '--1',
    '9'.repeat(21),
    null,
    {},
    [],
    true,
    Number.NaN,
    Infinity,
  ])('%j is no number', (value) => {
    expect(presentNumber(value)).toBeUndefined();
  });

  it.each([
    [digest, digest],
    [`docker.io/library/nginx@${digest}`, digest],
    [`nginx:1.27@${digest}`, digest],
    [`nginx:1.27`, undefined],
    [`nginx${digest}`, undefined],
    [digest.slice(0, -1), undefined],
    [`${digest}0`, undefined],
    ['sha512:00', undefined],
    [null, undefined],
  ])('the digest of %j', (value, expected) => {
    expect(imageDigest(value)).toBe(expected);
  });

  it.each([
    ['DAC_OVERRIDE', 'DAC_OVERRIDE'],
    ['CAP_DAC_OVERRIDE', 'DAC_OVERRIDE'],
    ['cap_dac_override', 'DAC_OVERRIDE'],
    ['dac_override', 'DAC_OVERRIDE'],
    [0, 'CHOWN'],
    ['0', 'CHOWN'],
    [21, 'SYS_ADMIN'],
    ['40', 'CHECKPOINT_RESTORE'],
    [40, 'CHECKPOINT_RESTORE'],
    [41, undefined],
    [-1, undefined],
    [0.5, undefined],
    ['41', undefined],
    ['CAP_CAP_CHOWN', undefined],
    ['CAP_', undefined],
    ['WIZARDRY', undefined],
    ['', undefined],
    [null, undefined],
    [{}, undefined],
  ])('the capability %j is %s', (value, name) => {
    expect(capabilityName(value)).toBe(name);
  });

  it.each([
    'runc:[0:PARENT]',
    'runc:[2:INIT]',
    'runc',
    '/usr/bin/runc',
    '/usr/local/sbin/runc-init',
    '/usr/bin/crun',
    'conmon',
    'containerd-shim',
    '/usr/bin/containerd-shim-runc-v2',
    'memfd:runc_cloned:/proc/self/exe',
    '/memfd:runc_cloned:/proc/self/exe (deleted)',
  ])('%s is of the container runtime', (name) => {
    expect(isRuntimeProcess(name)).toBe(true);
  });

  it.each([
    'truncate',
    'myrunc',
    '/opt/runc/app',
    '/usr/bin/runc2',
    'runcible',
    'containerd',
    '/proc/self/exe',
    'memfd:app',
    'nginx',
    '',
    7,
    null,
  ])('%j is not of the container runtime', (name) => {
    expect(isRuntimeProcess(name)).toBe(false);
  });

  it('a text of falcosidekick is cut if it ends in its mark, and only then', () => {
    expect(isTruncated(`${'a'.repeat(507)}[...]`)).toBe(true);
    expect(isTruncated('/data/[...]/x')).toBe(false);
    expect(isTruncated('/data/x...')).toBe(false);
  });

  it.each([
    ['/proc', 'proc'],
    ['/proc/1/mem', 'proc'],
    ['/process/x', 'root'],
    ['/sys/fs/cgroup/x', 'sys'],
    ['/system/x', 'root'],
    ['/dev/fuse', 'device'],
    ['/dev/shm/x', 'root'],
    ['/dev/shm', 'root'],
    ['/dev/shmem', 'device'],
    ['/device', 'root'],
    ['/data/proc/x', 'root'],
    ['/', 'root'],
  ])('%s lies in %s', (path, place) => {
    expect(placeOf(path)).toBe(place);
  });

  it.each([
    ['127.0.0.1', 'loopback'],
    ['::1', 'loopback'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['10.96.0.1', 'cluster'],
    ['::ffff:10.0.0.1', 'cluster'],
    ['192.168.1.1', 'cluster'],
    ['172.16.0.1', 'cluster'],
    ['172.31.255.255', 'cluster'],
    ['100.64.0.1', 'cluster'],
    ['100.127.0.1', 'cluster'],
    ['169.254.169.254', 'cluster'],
    ['fd00::1', 'cluster'],
    ['fe80::1', 'cluster'],
    ['172.15.0.1', 'external'],
    ['172.32.0.1', 'external'],
    ['100.63.0.1', 'external'],
    ['100.128.0.1', 'external'],
    ['1.127.0.1', 'external'],
    ['110.0.0.1', 'external'],
    ['2001:db8::1', 'external'],
  ])('%s is %s', (address, peer) => {
    expect(peerOf(address)).toBe(peer);
  });
});
