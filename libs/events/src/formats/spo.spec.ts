import { describe, expect, it } from 'vitest';
import { Interner } from '../interner.js';
import { normaliseMessage } from '../recognise.js';
import { spo } from './spo.js';

const line = {
  version: 'spo/v1_alpha',
  auditID: 'a1',
  executable: '/usr/bin/tool',
  cmdLine: 'tool -x',
  uid: 0,
  gid: 0,
  pid: 4242,
  node: { name: 'node-17' },
  resource: { namespace: 'shop', pod: 'web-0', container: 'nginx' },
  syscalls: ['execve', 'clone'],
  timestamp: '2026-03-01T10:20:00.123Z',
};

function itemsOf(more: object): unknown {
  const outcome = normaliseMessage({ ...line, ...more }, new Interner(), { cluster: 'eu' });
  if (outcome.outcome !== 'ok') return outcome.outcome === 'drop' ? outcome.reason : outcome.issues;
  return outcome.value.flatMap(({ containers }) =>
    containers.flatMap(({ observations }) => observations.map(({ item }) => item.item)),
  );
}

describe('spo', () => {
  it('is recognised by its version', () => {
    expect(spo.recognises(line)).toBe(true);
    expect(spo.recognises({ ...line, version: 'v1' })).toBe(false);
    expect(spo.recognises({ version: 'spo/v1' })).toBe(false);
  });

  it('becomes an event with its id, node, container and system calls', () => {
    expect(
      normaliseMessage(line, new Interner(), { cluster: 'eu', covers: ['exec', 'syscall'] }),
    ).toMatchObject({
      outcome: 'ok',
      value: [
        {
          origin: { cluster: 'eu', node: 'node-17', agent: { name: 'security-profiles-operator' } },
          sentAt: '2026-03-01T10:20:00.123000000Z',
          eventId: 'a1',
          covers: ['syscall'],
          coversPartly: ['exec'],
          containers: [
            {
              subject: {
                namespace: 'shop',
                pod: { name: 'web-0', uid: 'shop/web-0' },
                container: { name: 'nginx' },
              },
            },
          ],
        },
      ],
    });
    const circumstances = { outcome: 'allowed', origin: 'container' };
    expect(itemsOf({})).toEqual([
      { dimension: 'exec', path: '/usr/bin/tool', ...circumstances },
      { dimension: 'syscall', syscall: 'execve', ...circumstances },
      { dimension: 'syscall', syscall: 'clone', ...circumstances },
    ]);
  });

  it('takes what belongs to a request as interactive', () => {
    expect(itemsOf({ requestUID: '0f7a', syscalls: ['clone'] })).toMatchObject([{ origin: 'interactive' }]);
    expect(itemsOf({ requestUID: '', syscalls: ['clone'] })).toMatchObject([{ origin: 'container' }]);
  });

  it('takes an execution only from the calls that execute, and by a whole path', () => {
    expect(itemsOf({ syscalls: ['execveat'] })).toMatchObject([
      { dimension: 'exec' },
      { syscall: 'execveat' },
    ]);
    expect(itemsOf({ syscalls: ['clone'] })).toMatchObject([{ syscall: 'clone' }]);
    expect(itemsOf({ executable: 'tool', syscalls: ['execve'] })).toMatchObject([{ syscall: 'execve' }]);
    expect(itemsOf({ executable: undefined, syscalls: ['execve'] })).toMatchObject([{ syscall: 'execve' }]);
  });

  it('leaves out the container runtime, the node, and lines that say nothing', () => {
    expect(itemsOf({ executable: '/usr/bin/runc' })).toBe('not-relevant');
    expect(itemsOf({ resource: {} })).toBe('not-relevant');
    // Its container was not found.
    expect(itemsOf({ resource: null })).toBe('not-relevant');
    expect(itemsOf({ resource: { namespace: 'shop', pod: '' } })).toBe('not-relevant');
    expect(itemsOf({ resource: { ...line.resource, pod: '<NA>' } })).toBe('not-relevant');
    expect(itemsOf({ syscalls: [] })).toBe('incomplete');
  });

  it('takes an id of any length', () => {
    expect(itemsOf({ auditID: 'a'.repeat(600), syscalls: ['clone'] })).toMatchObject([{ syscall: 'clone' }]);
  });

  it('says where the mistake is', () => {
    expect(itemsOf({ syscalls: ['Clone Me'] })).toMatchObject([{ path: ['syscalls'] }]);
    expect(itemsOf({ syscalls: Array.from({ length: 10_001 }, () => 'read') })).toEqual([
      { path: ['syscalls'], message: 'must not be more than 10000 observations' },
    ]);
    expect(itemsOf({ timestamp: 5 })).toMatchObject([{ path: ['timestamp'] }]);
    expect(itemsOf({ resource: { ...line.resource, container: '' } })).toMatchObject([
      { path: ['resource', 'container'] },
    ]);
  });
});
