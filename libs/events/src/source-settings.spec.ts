import { describe, expect, it } from 'vitest';
import { sourceSettings } from './source-settings.js';

describe('what may be said of a source', () => {
  it('is nothing at all, or all of it', () => {
    const all = {
      format: 'falco',
      cluster: 'prod-eu1',
      covers: ['exec'],
      coversPartly: ['file'],
      gadget: 'trace_open',
      clusterField: 'k8s.cluster-name',
    };
    expect(sourceSettings.parse({})).toEqual({});
    expect(sourceSettings.parse(all)).toEqual(all);
  });

  it.each([
    [{ format: 'falcon' }, 'format'],
    [{ format: '' }, 'format'],
    [{ cluster: '' }, 'cluster'],
    [{ cluster: 'a/b' }, 'cluster'],
    [{ cluster: 'x'.repeat(129) }, 'cluster'],
    [{ covers: ['files'] }, 'covers.0'],
    [{ covers: ['constructor'] }, 'covers.0'],
    [{ covers: 'exec' }, 'covers'],
    [{ covers: Array.from({ length: 101 }, () => 'exec') }, 'covers'],
    [{ coversPartly: [''] }, 'coversPartly.0'],
    [{ gadget: 'trace open!' }, 'gadget'],
    [{ gadget: 'x'.repeat(65) }, 'gadget'],
    [{ clusterField: '' }, 'clusterField'],
    [{ clusterField: 'a b' }, 'clusterField'],
    [{ clusterField: 'x'.repeat(129) }, 'clusterField'],
    [{ node: 'node-1' }, ''],
  ])('is not %j', (settings, place) => {
    const issues = sourceSettings.safeParse(settings).error?.issues ?? [];
    expect(issues.map(({ path }) => path.join('.'))).toEqual([place]);
  });
});
