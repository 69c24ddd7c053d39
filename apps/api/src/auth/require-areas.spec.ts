import { Reach } from '#libs/persistence';
import { ForbiddenError, InvalidError } from '#libs/platform';
import { describe, expect, it } from 'vitest';
import { requireAreas } from './require-areas.js';

const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `name-${index}`);
const shop = Reach.of(
  [{ role: 'editor', project: 'all', clusters: ['prod'], namespaces: ['shop'] }],
  ['editor'],
);

describe('the areas of a request', () => {
  it('are taken within the reach of the caller, and refused beyond it', () => {
    requireAreas(shop, [{ clusters: ['prod'], namespaces: ['shop'] }], '/scope');
    requireAreas(shop, [], '/scope');
    expect(() => requireAreas(shop, [{ clusters: ['prod'], namespaces: ['shop', 'pay'] }], '/scope')).toThrow(
      ForbiddenError,
    );
  });

  it('name no more than 10,000 namespaces, those of each cluster counted, whoever asks', () => {
    requireAreas(Reach.everything, [{ clusters: names(100), namespaces: names(100) }], '/scope');
    requireAreas(Reach.everything, [{ clusters: names(1_000) }, { namespaces: names(10_000) }], '/scope');
    for (const reach of [Reach.everything, shop])
      expect(() => requireAreas(reach, [{ clusters: names(101), namespaces: names(100) }], '/scope')).toThrow(
        InvalidError,
      );
  });
});
