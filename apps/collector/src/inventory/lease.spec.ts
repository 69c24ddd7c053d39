import { describe, expect, it } from 'vitest';
import { KubernetesApiError } from './kubernetes-api.js';
import { Lease } from './lease.js';

type Spec = Readonly<Record<string, unknown>>;

const signal = new AbortController().signal;

/** An API server that has one Lease at most, and a clock that stands still until it is set. */
function server() {
  const state: { spec: Spec | undefined; version: number; raced: boolean; elapsed: number } = {
    spec: undefined,
    version: 0,
    raced: false,
    elapsed: 0,
  };
  const api = {
    request: (method: 'GET' | 'POST' | 'PUT', _: string, { body }: { readonly body?: unknown }) => {
      if (method === 'GET') {
        return state.spec === undefined
          ? Promise.reject(new KubernetesApiError(404, 'not found'))
          : Promise.resolve({ metadata: { resourceVersion: String(state.version) }, spec: state.spec });
      }
      if (state.raced) return Promise.reject(new KubernetesApiError(409, 'conflict'));
      state.spec = { ...Object(body).spec };
      state.version += 1;
      return Promise.resolve(body);
    },
  };
  const clock = { now: () => new Date('2026-03-01T10:00:00Z'), elapsed: () => state.elapsed };
  const leaseOf = (identity: string) =>
    new Lease(api, { namespace: 'advisor', name: 'inventory', identity, duration: 15_000 }, clock);
  return { state, leaseOf };
}

describe('a Lease', () => {
  it('that nobody has is taken for a term after all that were known', async () => {
    const { state, leaseOf } = server();
    expect(await leaseOf('one').take(7, signal)).toEqual({ held: true, term: 8 });
    expect(state.spec).toMatchObject({ holderIdentity: 'one', leaseTransitions: 8 });
    expect(await leaseOf('one').renew(8, signal)).toEqual({ held: true, term: 8 });
  });

  it('that another one has is taken once it has not been renewed for its duration', async () => {
    const { state, leaseOf } = server();
    await leaseOf('one').take(0, signal);
    const other = leaseOf('other');
    expect(await other.take(1, signal)).toEqual({ held: false, heldBy: 'one' });
    state.elapsed = 14_999;
    expect(await other.take(1, signal)).toEqual({ held: false, heldBy: 'one' });
    state.elapsed = 15_000;
    expect(await other.take(1, signal)).toEqual({ held: true, term: 2 });
    expect(await leaseOf('one').renew(1, signal)).toEqual({ held: false, heldBy: 'other' });
  });

  it('that was cleared has no holder, and can be taken again at once', async () => {
    const { state, leaseOf } = server();
    const lease = leaseOf('one');
    await lease.take(0, signal);
    state.spec = { ...state.spec, holderIdentity: '' };
    expect(await lease.renew(1, signal)).toEqual({ held: false, heldBy: '' });
    expect(await lease.take(1, signal)).toEqual({ held: true, term: 2 });
    await lease.release(signal);
    expect(await lease.renew(2, signal)).toEqual({ held: false, heldBy: '' });
  });

  it('that is written at the same moment is had by somebody, it is not known whom', async () => {
    const { state, leaseOf } = server();
    const lease = leaseOf('one');
    await lease.take(0, signal);
    state.raced = true;
    expect(await lease.renew(1, signal)).toEqual({ held: false, heldBy: undefined });
    state.raced = false;
    expect(await lease.renew(1, signal)).toEqual({ held: true, term: 1 });
  });
});
