import { everywhereAs, Reach } from '#libs/persistence';
import { LRUCache } from 'lru-cache';
import { expect, it } from 'vitest';
import { requireNamed } from './owned-objects.js';

const runner = {
  query: async () => {
    throw new Error('nothing is to be asked');
  },
};
const access = { runner, granted: new LRUCache<string, true>({ max: 10 }) };
const limited = Reach.of([{ ...everywhereAs('admin'), project: 'shop' }], ['admin']);

it('a route about objects of which nobody has said whose they are is for callers without limits', async () => {
  const request = { route: '/api/v1/inventions/:id', params: { id: 'x' }, query: {} };
  await expect(requireNamed(access, limited, request)).rejects.toThrow('needs a binding to all projects');
  await expect(requireNamed(access, Reach.everything, request)).resolves.toBeUndefined();
  const list = { route: '/api/v1/inventions', params: {}, query: {} };
  await expect(requireNamed(access, limited, list)).rejects.toThrow('needs a binding to all projects');
  const known = { route: '/api/v1/policies', params: {}, query: {} };
  await expect(requireNamed(access, limited, known)).resolves.toBeUndefined();
});

it('what begins like the path of owned objects, but is another one, is not taken for it', async () => {
  const request = { route: '/api/v1/clusters-of/:id', params: { id: 'x' }, query: {} };
  await expect(requireNamed(access, limited, request)).rejects.toThrow('needs a binding to all projects');
});
