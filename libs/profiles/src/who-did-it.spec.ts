import type { ObservedItem } from '#libs/events';
import { describe, expect, it } from 'vitest';
import { withDoer } from './who-did-it.js';

type By = ObservedItem['origin'];

const call = (origin: By): ObservedItem => ({
  dimension: 'syscall',
  syscall: 'mount',
  outcome: 'allowed',
  origin,
});
const exec = (path: string): ObservedItem => ({
  dimension: 'exec',
  path,
  outcome: 'allowed',
  origin: 'entered',
});

function doer(
  item: ObservedItem,
  handlers: readonly string[] | undefined,
  onlyInSessions = false,
  terminal?: boolean,
): By {
  const seen = withDoer(item, { handlers, onlyInSessions, terminal });
  expect(seen).toEqual({ ...item, origin: seen.origin });
  return seen.origin;
}

describe('what was put into a container', () => {
  it('is of a session where the manifest has no probe or hook that executes anything', () => {
    expect(doer(call('entered'), [])).toBe('interactive');
    expect(doer(exec('/bin/sh'), [])).toBe('interactive');
  });

  it('is a probe where it is the program of one, also if nobody saw it but in sessions', () => {
    expect(doer(exec('/usr/bin/pg_isready'), ['pg_isready'])).toBe('probe');
    expect(doer(exec('/usr/bin/pg_isready'), ['/usr/bin/pg_isready'], true)).toBe('probe');
  });

  it('is not a probe by a name that only ends so, nor by another directory', () => {
    expect(doer(exec('/usr/bin/not_pg_isready'), ['pg_isready'])).toBe('entered');
    expect(doer(exec('/bin/check'), ['/opt/bin/check'])).toBe('entered');
  });

  it('is of a session where it was seen only then', () => {
    expect(doer(exec('/bin/sh'), ['pg_isready'], true)).toBe('interactive');
    expect(doer(call('entered'), ['pg_isready'], true)).toBe('interactive');
    expect(doer(call('entered'), undefined, true)).toBe('interactive');
  });

  it('stays open otherwise: where there are probes, and where nothing is known of the manifest', () => {
    expect(doer(call('entered'), ['pg_isready'])).toBe('entered');
    expect(doer(exec('/bin/sh'), undefined)).toBe('entered');
  });
});

describe('what had a terminal', () => {
  it('is of a session where the container has none of its own, or where it was seen in sessions only', () => {
    expect(doer(call('terminal'), ['sh'], false, false)).toBe('interactive');
    expect(doer(call('terminal'), [], true, true)).toBe('interactive');
    expect(doer(call('terminal'), undefined, true)).toBe('interactive');
  });

  it('is of the container where that has one of its own', () => {
    expect(doer(call('terminal'), [], false, true)).toBe('container');
  });

  it('stays open where the spec of the container is not known', () => {
    expect(doer(call('terminal'), undefined)).toBe('terminal');
  });

  it('says nothing of what had none', () => {
    expect(doer(call('entered'), undefined, false, true)).toBe('entered');
    expect(doer(call('container'), undefined, false, false)).toBe('container');
  });
});

describe('what the agent knows the doer of', () => {
  it('stays with a probe or a session, whatever the manifest says', () => {
    expect(doer(call('probe'), [], true)).toBe('probe');
    expect(doer(call('interactive'), ['sh'])).toBe('interactive');
  });

  it('is of the container, but for what was seen only in sessions', () => {
    expect(doer(call('container'), [], false)).toBe('container');
    expect(doer(call('container'), ['sh'], true)).toBe('interactive');
  });
});
