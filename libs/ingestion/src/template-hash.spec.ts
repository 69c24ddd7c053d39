import { describe, expect, it } from 'vitest';
import { type StoredPod, templateHashOf } from './template-hash.js';

const hash = (pod: Partial<StoredPod>) =>
  templateHashOf({ pod_name: 'db-0', owner_kind: null, owner_name: null, template_hash: null, ...pod });

describe('the template hash of a pod', () => {
  it('is its label, where an agent sent it', () => {
    expect(hash({ owner_kind: 'StatefulSet', owner_name: 'db', template_hash: '6c8f9' })).toBe('6c8f9');
  });

  it('is the end of the name of its ReplicaSet', () => {
    expect(hash({ owner_kind: 'ReplicaSet', owner_name: 'web-front-75675f5897' })).toBe('75675f5897');
  });

  it('is in the name of a pod of which the owner is not known, if a ReplicaSet made it', () => {
    expect(hash({ pod_name: 'web-75675f5897-x2z4q' })).toBe('75675f5897');
  });

  it('is unknown where nothing tells', () => {
    expect([
      hash({}),
      hash({ owner_kind: 'StatefulSet', owner_name: 'db' }),
      hash({ owner_kind: 'ReplicaSet', owner_name: 'web' }),
    ]).toEqual([undefined, undefined, undefined]);
  });
});
