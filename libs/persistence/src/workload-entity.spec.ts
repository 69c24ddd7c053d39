import { describe, expect, it } from 'vitest';
import { workloadId } from './workload-entity.js';

const web = { cluster: 'edge', namespace: 'shop', kind: 'Deployment', name: 'web' };

describe('workloadId', () => {
  it('is the same UUID for the same workload in every release: ids are stored', () => {
    expect(workloadId(web)).toBe('003f76a3-181a-8532-bfab-11ad7633ffb7');
  });

  it('is a UUID of version 8, variant 1', () => {
    expect(workloadId(web)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('differs when any of the four parts differs', () => {
    const others = [
      { ...web, cluster: 'edge2' },
      { ...web, namespace: 'shop2' },
      { ...web, kind: 'DaemonSet' },
      { ...web, name: 'web2' },
    ];
    expect(new Set([web, ...others].map(workloadId)).size).toBe(5);
  });
});
