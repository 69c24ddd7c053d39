import { describe, expect, it } from 'vitest';

import { answerCase, answerValidity } from './answer-line.js';

type Answer = Readonly<Record<string, unknown>>;
const answer = (text: string): Answer => JSON.parse(answerCase({ text }));
const errorOf = (text: string): unknown => answer(text)['error'];

const open = {
  metadata: {
    name: 'open',
    annotations: { 'seccomp.security.alpha.kubernetes.io/allowedProfileNames': '*' },
  },
  spec: {
    volumes: ['*'],
    seLinux: { rule: 'RunAsAny' },
    runAsUser: { rule: 'RunAsAny' },
    fsGroup: { rule: 'RunAsAny' },
    supplementalGroups: { rule: 'RunAsAny' },
  },
};
const pod = { metadata: { name: 'p' }, spec: { containers: [{ name: 'c', image: 'i' }] } };
const line = (input: object): string => JSON.stringify(input);

describe('a case', () => {
  it('is answered in the format of the vectors', () => {
    const { pod: stored, ...rest } = answer(line({ id: 'x', psps: [open], pod }));
    expect(rest).toEqual({
      id: 'x',
      allowed: true,
      stage: '',
      psp: 'open',
      validatedBy: 'open',
      mutated: false,
      perPolicy: [{ name: 'open', valid: true, mutates: false, authorized: true }],
      pspValidity: [{ name: 'open', valid: true }],
    });
    expect(stored).toMatchObject({
      metadata: { annotations: { 'kubernetes.io/psp': 'open' }, namespace: 'default' },
    });
  });

  it('may be wrapped', () => {
    expect(answer(line({ input: { id: 'x', psps: [open], pod } }))['psp']).toBe('open');
  });

  it('without a pod asks for the validity of its policies', () => {
    expect(
      answer(line({ id: 'x', psps: [{ metadata: { name: 'a' }, spec: { privileged: 'no' } }] })),
    ).toEqual({
      id: 'x',
      policyOnly: true,
      pspValidity: [
        {
          name: 'a',
          valid: false,
          errors: [
            {
              type: 'DecodeError',
              field: '',
              detail: 'spec.privileged: Decode error: must be boolean, was string',
            },
          ],
        },
      ],
    });
  });

  it('with RBAC lets nobody use what nobody was given', () => {
    const { allowed, errors, message } = answer(line({ psps: [open], pod, rbac: {} }));
    expect({ allowed, errors, message }).toEqual({
      allowed: false,
      errors: undefined,
      message: 'pods "p" is forbidden: PodSecurityPolicy: unable to admit pod: []',
    });
  });

  it('shows the pod as an API server of 1.24 stores it: unknown and empty fields are gone', () => {
    const containers = [
      { name: 'c', image: 'i', securityContext: { hologram: 1 }, volumeMounts: [], tty: false },
    ];
    const { pod: stored } = answer(
      line({ psps: [open], pod: { metadata: { name: 'p' }, spec: { containers } } }),
    );
    expect(JSON.stringify(stored)).not.toMatch(/hologram|tty/);
  });
});

describe('a line that can not be read', () => {
  it.each([
    ['is no JSON', '{"id":', /^column \d+: invalid JSON/],
    ['is no object', '[]', /^not a JSON object$/],
    ['is YAML', 'psps: []', /^not a JSON object$/],
    ['holds two objects', '{} {}', /^a line has to hold one JSON object$/],
    ['has a key twice', '{"id":"a","id":"b"}', /key "id" occurs twice/],
    [
      'is nested too deep',
      `{"pod":${'['.repeat(10_000)}${']'.repeat(10_000)}}`,
      /nesting exceeds 200 levels/,
    ],
    ['has an unknown operation', '{"operation":"DELETE"}', /^operation: /],
    ['has an unknown feature gate', '{"featureGates":{"Bogus":true}}', /^featureGates: /],
    ['has policies that are no list', '{"psps":{}}', /^psps: /],
  ])('because it %s is answered by what is wrong', (_name, text, message) => {
    expect(errorOf(text)).toMatch(message);
  });

  it.each([
    ['no pod', { pod: 'x' }, 'pod: Decode error: must be object, was string'],
    [
      'a wrong type',
      { pod: { spec: { hostNetwork: 'yes' } } },
      'pod.spec.hostNetwork: Decode error: must be boolean, was string',
    ],
    [
      'a number beyond int64',
      { pod: { spec: { securityContext: { runAsUser: 1e30 } } } },
      /^pod\.spec\.securityContext\.runAsUser: Decode error: must be integer/,
    ],
    ['no stored pod on UPDATE', { operation: 'UPDATE', pod }, 'oldPod: missing on UPDATE'],
    ['two policies of one name', { psps: [open, open], pod }, 'psps: two policies named "open"'],
    ['no role', { pod, rbac: { roles: ['x'] } }, /^rbac\.roles\[0\]: Decode error/],
  ])('because there is %s keeps its id', (_name, input, message) => {
    const found = answer(line({ id: 'x', psps: [], ...input }));
    expect(Object.keys(found)).toEqual(['id', 'error']);
    expect(found['id']).toBe('x');
    expect(found['error']).toMatch(message);
  });

  it('because it is too long says so', () => {
    expect(JSON.parse(answerCase({ tooLong: true }))).toEqual({ error: 'line longer than 16 MiB' });
  });
});

describe('enemies’ keys and texts', () => {
  it('stay data', () => {
    const text = `{"id":"x","pod":{"metadata":{"name":"p","labels":{"__proto__":"a","constructor":"b"}},"spec":{"containers":[{"name":"__proto__","image":"i"}],"__proto__":{"hostNetwork":true}}},"psps":[${line(open)}]}`;
    const { allowed, pod: stored } = answer(text);
    expect([allowed, JSON.stringify(stored)]).toEqual([true, expect.stringContaining('"__proto__":"a"')]);
    expect(Object.hasOwn(Object.prototype, 'hostNetwork')).toBe(false);
  });

  it('with NUL and lone surrogates are compared like any other', () => {
    const text = `{"psps":[${line(open)}],"pod":{"spec":{"containers":[{"name":"a\\u0000\\ud800","image":"i"}]}}}`;
    expect(answer(text)['allowed']).toBe(true);
  });
});

describe('validate', () => {
  it('answers name, valid and errors of a policy', () => {
    expect(JSON.parse(answerValidity({ text: line(open) }))).toEqual({ name: 'open', valid: true });
    expect(
      JSON.parse(answerValidity({ text: '{"metadata":{"name":"a"},"spec":{"hostPID":3}}' })),
    ).toMatchObject({
      name: 'a',
      valid: false,
    });
    expect(JSON.parse(answerValidity({ text: 'x' }))).toEqual({ error: 'not a JSON object' });
  });
});
