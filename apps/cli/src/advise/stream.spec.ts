import { describe, expect, it } from 'vitest';

import { answerLine, type StreamAnswer } from './stream.js';

const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web' },
  spec: { containers: [{ name: 'web', image: 'i' }] },
};

function answer(line: unknown): StreamAnswer {
  return answerLine(typeof line === 'string' ? line : JSON.stringify(line));
}

describe('generate --stream', () => {
  it('answers a workload as an object, and the same as YAML, with the same policy; further keys are ignored', () => {
    const first = answer({ id: 'a', doc: pod, repo: 'x' });
    const yaml =
      'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: web, image: i}]}\n';
    expect(answer({ id: 'a', doc: yaml })).toEqual(first);
    expect(first).toMatchObject({
      id: 'a',
      psp: {
        apiVersion: 'policy/v1beta1',
        kind: 'PodSecurityPolicy',
        metadata: { name: 'default.pod.web' },
        spec: { privileged: false, volumes: ['secret'] },
      },
    });
  });

  it.each<[string, unknown, object]>([
    ['a line that is no JSON', 'nope', { id: null, error: { code: 'invalid-line' } }],
    ['a line without a document', { id: 'a' }, { id: 'a', error: { code: 'invalid-line' } }],
    ['a line without an id', { doc: pod }, { id: null, error: { code: 'invalid-line' } }],
    ['YAML that can not be read', { id: 1, doc: 'a: [1' }, { id: 1, error: { code: 'invalid-document' } }],
    [
      'a document without pods',
      { id: 'a', doc: { apiVersion: 'v1', kind: 'Service' } },
      { id: 'a', error: { code: 'no-pods' } },
    ],
    [
      'a field of the wrong type',
      { id: 'a', doc: { ...pod, spec: { containers: [{ name: 'web', ports: [{ containerPort: 'x' }] }] } } },
      { id: 'a', error: { code: 'invalid-document', field: 'spec.containers[0].ports[0].containerPort' } },
    ],
    [
      'a pod that the API refuses',
      { id: 'a', doc: { ...pod, spec: { containers: [{ name: 'web' }] } } },
      { id: 'a', error: { code: 'invalid-pod', field: 'spec.containers[0].image' } },
    ],
    [
      'a pod that every policy refuses',
      {
        id: 'a',
        doc: {
          ...pod,
          spec: { containers: [{ name: 'web', image: 'i', securityContext: { procMount: 'Unmasked' } }] },
        },
      },
      {
        id: 'a',
        error: { code: 'refused-by-every-policy', field: 'spec.containers[0].securityContext.procMount' },
      },
    ],
  ])('answers %s with a code and, where there is one, the field', (_, line, expected) => {
    expect(answer(line)).toMatchObject(expected);
    expect(Object.keys(answer(line))).toEqual(['id', 'error']);
  });

  it('gives the policy of a pod that only the kubelet refuses', () => {
    const securityContext = { runAsUser: 0, runAsNonRoot: true };
    const doc = { ...pod, spec: { containers: [{ name: 'web', image: 'i', securityContext }] } };
    expect(answer({ id: 'a', doc })).toMatchObject({ psp: { spec: { runAsUser: { rule: 'MustRunAs' } } } });
  });
});
