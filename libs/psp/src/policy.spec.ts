import { describe, expect, it } from 'vitest';

import { openPolicy, podOf } from '../../../test/fixtures/policies.js';
import { bytewise } from './bytewise.js';
import { compilePolicy } from './compile-policy.js';
import { decodePolicy } from './decode-policy.js';
import { defaultPolicy } from './default-policy.js';
import { explain } from './explain.js';
import { validatePolicy } from './validate-policy.js';

const typeMeta = { apiVersion: 'policy/v1beta1', kind: 'PodSecurityPolicy' };
const metadata = { name: 'a' };

describe('decoding a policy', () => {
  it('warns of unknown fields with their paths, and reads on', () => {
    const decoded = decodePolicy({
      ...typeMeta,
      metadata,
      spec: { privilged: true, hostPorts: [{ min: 1, maks: 2 }] },
    });
    expect(decoded.ok && [decoded.warnings, decoded.value.spec.hostPorts]).toEqual([
      ['unknown field "spec.privilged"', 'unknown field "spec.hostPorts[0].maks"'],
      [{ min: 1, maks: 2, max: 0 }],
    ]);
  });

  it('takes null for absent', () => {
    const decoded = decodePolicy({
      ...typeMeta,
      metadata,
      spec: { privileged: null, volumes: null, runAsGroup: null },
    });
    expect(decoded.ok && decoded.value.spec).toEqual({});
  });

  it('names every wrong type with its path', () => {
    const spec = {
      privileged: 'yes',
      runAsUser: { ranges: [{ min: '1' }] },
      hostPorts: [{ min: 2 ** 31 }],
      volumes: 'x',
    };
    const decoded = decodePolicy({ ...typeMeta, metadata, spec });
    expect(decoded.ok ? [] : decoded.errors.map(({ type, field }) => [type, field])).toEqual([
      ['DecodeError', 'spec.privileged'],
      ['DecodeError', 'spec.runAsUser.ranges[0].min'],
      ['DecodeError', 'spec.hostPorts[0].min'],
      ['DecodeError', 'spec.volumes'],
    ]);
  });

  it('reads the retired API group with a warning, and no other', () => {
    const retired = decodePolicy({ ...typeMeta, apiVersion: 'extensions/v1beta1', metadata });
    expect(retired.ok && [retired.value.apiVersion, retired.warnings]).toEqual([
      'policy/v1beta1',
      ['extensions/v1beta1 was removed in Kubernetes 1.16; read as policy/v1beta1'],
    ]);
    const wrong = [
      { ...typeMeta, apiVersion: 'policy/v1' },
      { ...typeMeta, kind: 'Pod' },
      { metadata },
      null,
      [],
      'x',
    ];
    expect(wrong.map((document) => decodePolicy(document).ok)).toEqual(wrong.map(() => false));
    expect(decodePolicy({ metadata }, { typeMetaOptional: true }).ok).toBe(true);
  });

  it('takes the greatest int64 as the end of a range', () => {
    const ranges: unknown = JSON.parse('[{"min":1,"max":9223372036854775807}]');
    const decoded = decodePolicy({
      ...typeMeta,
      metadata,
      spec: { runAsUser: { rule: 'MustRunAs', ranges } },
    });
    expect(decoded.ok && decoded.value.spec.runAsUser?.ranges).toEqual([
      { min: 1, max: Number.MAX_SAFE_INTEGER },
    ]);
  });

  it('keeps keys that mean something to JavaScript as data', () => {
    const document: unknown = JSON.parse(
      '{"metadata":{"name":"a","labels":{"__proto__":"x","constructor":"y"}}}',
    );
    const decoded = decodePolicy(document, { typeMetaOptional: true });
    expect(decoded.ok && Object.entries(decoded.value.metadata.labels ?? {})).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
  });
});

describe('a policy as stored', () => {
  it('has its defaults, no namespace, a name, and no fields of gates that are off', () => {
    const decoded = decodePolicy(
      { metadata: { generateName: 'psp-', namespace: 'x' }, spec: { allowedProcMountTypes: ['Unmasked'] } },
      { typeMetaOptional: true },
    );
    const policy = decoded.ok ? decoded.value : openPolicy();
    expect(defaultPolicy(policy)).toEqual({
      metadata: { generateName: 'psp-', name: 'psp-xxxxx' },
      spec: { allowPrivilegeEscalation: true },
    });
    expect(defaultPolicy(policy, { ProcMountType: true }).spec.allowedProcMountTypes).toEqual(['Unmasked']);
  });

  it('is itself if there is nothing to do', () => {
    const stored = defaultPolicy(openPolicy());
    expect(defaultPolicy(stored)).toBe(stored);
  });

  it('needs a name that is a DNS subdomain', () => {
    const policy = openPolicy();
    expect(
      validatePolicy({ ...policy, metadata: { name: 'Under_score' } }).map(({ field }) => field),
    ).toEqual(['metadata.name']);
    expect(validatePolicy({ ...policy, metadata: {} }).map(({ type }) => type)).toEqual([
      'FieldValueRequired',
    ]);
  });
});

describe('explaining', () => {
  it('tells per policy whether it fits, what it changes as a JSON Patch, and each error', () => {
    const policy = openPolicy({ readOnlyRootFilesystem: true, privileged: false });
    const containers = [{ name: 'app', image: 'i', securityContext: { privileged: true } }];
    const path = 'spec.containers[0].securityContext';
    expect(explain([compilePolicy(policy)], podOf({ containers }))).toEqual([
      {
        name: 'tested',
        fits: false,
        patch: [
          { op: 'add', path: '/spec/containers/0/securityContext/readOnlyRootFilesystem', value: true },
        ],
        errors: [
          {
            type: 'FieldValueInvalid',
            field: `${path}.privileged`,
            badValue: true,
            detail: 'Privileged containers are not allowed',
          },
        ],
        unmutatedErrors: [
          {
            type: 'FieldValueInvalid',
            field: `${path}.privileged`,
            badValue: true,
            detail: 'Privileged containers are not allowed',
          },
          {
            type: 'FieldValueInvalid',
            field: `${path}.readOnlyRootFilesystem`,
            badValue: null,
            detail: 'ReadOnlyRootFilesystem may not be nil and must be set to true',
          },
        ],
      },
    ]);
  });
});

describe('the order of names', () => {
  it('is by UTF-8 bytes', () => {
    const names = ['b', 'a\u{1F600}', 'a\uFFFD', 'a0', 'a.b', 'ab', 'a-b', 'a', 'B'];
    const byBytes = names.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect(names.toSorted(bytewise)).toEqual(byBytes);
  });
});
