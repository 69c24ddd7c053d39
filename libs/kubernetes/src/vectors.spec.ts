import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  admitServiceAccount,
  anyServiceAccount,
  compileRbac,
  decodePod,
  decodeRbac,
  decodeServiceAccount,
  defaultPod,
  isRecord,
  podServiceAccountUser,
  reportFieldError,
  serviceAccountLookup,
  syncSeccomp,
  type Pod,
  type ServiceAccountLookup,
} from './index.js';
import { valueAt } from './json-pointer.js';

interface Case {
  readonly input: Readonly<Record<string, unknown>>;
  readonly expected: Readonly<Record<string, unknown>>;
}

const casesOf = (file: string): readonly Case[] => {
  const path = new URL(`../../../test/data/vectors/${file}.jsonl.gz`, import.meta.url);
  const lines = gunzipSync(readFileSync(path)).toString('utf8').split('\n');
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const parsed: unknown = JSON.parse(line);
      const { input, expected } = isRecord(parsed) ? parsed : {};
      if (!isRecord(input) || !isRecord(expected)) throw new Error(`no case: ${line.slice(0, 80)}`);
      return { input, expected };
    });
};

const listAt = (value: unknown, ...path: string[]): readonly unknown[] => {
  const list = valueAt(value, path);
  return Array.isArray(list) ? list : [];
};
const textAt = (value: unknown, ...path: string[]): string => {
  const text = valueAt(value, path);
  return typeof text === 'string' ? text : '';
};

const decoded = (value: unknown): Pod => {
  const result = decodePod(value, { asStored: true });
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.value;
};

const accountsOf = (input: Case['input'], namespace: string): ServiceAccountLookup => {
  if (input['serviceAccounts'] === undefined) return anyServiceAccount;
  const accounts = listAt(input, 'serviceAccounts').map((account) => {
    const result = decodeServiceAccount(account);
    if (!result.ok) throw new Error(JSON.stringify(result.errors));
    return result.value;
  });
  return serviceAccountLookup(accounts, namespace);
};

/** Without what is empty, which the API server does not tell from absent. */
const withoutEmpty = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).map(([key, field]) => [key, withoutEmpty(field)] as const);
  return Object.fromEntries(entries.filter(([, field]) => !isEmpty(field)));
};
const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (Array.isArray(value) && value.length === 0) ||
  (isRecord(value) && Object.keys(value).length === 0);

/** What policies may change is left to the policy engine's own comparison. */
const withoutPolicyFields = (pod: unknown): unknown => {
  const copy: unknown = structuredClone(pod);
  if (!isRecord(copy)) return copy;
  const { apiVersion: _version, kind: _kind, status: _status, metadata, spec } = copy;
  const { annotations: _annotations, ...otherMetadata } = isRecord(metadata) ? metadata : {};
  const { securityContext: _context, runtimeClassName: _class, ...otherSpec } = isRecord(spec) ? spec : {};
  const bare = (containers: unknown): unknown =>
    Array.isArray(containers)
      ? containers.map((container) => {
          const { securityContext: _own, ...rest } = isRecord(container) ? container : {};
          return rest;
        })
      : undefined;
  const lists = ['containers', 'initContainers', 'ephemeralContainers'].map((kind) => [
    kind,
    bare(otherSpec[kind]),
  ]);
  return withoutEmpty({ metadata: otherMetadata, spec: { ...otherSpec, ...Object.fromEntries(lists) } });
};

describe.each(['single', 'set', 'rbac'])('creating the pods of %s', (file) => {
  const cases = casesOf(file);

  it('agrees with the API server in all but what policies do', () => {
    const disagreements: unknown[] = [];
    let compared = 0;
    let inFull = 0;
    for (const { input, expected } of cases) {
      const pod = decoded(input['pod']);
      const namespace = pod.metadata.namespace || 'default';
      const admission = admitServiceAccount(defaultPod(pod), namespace, accountsOf(input, namespace));
      const refused = expected['refusedBy'] === 'ServiceAccount';
      if (admission.ok === refused || (!admission.ok && admission.message !== expected['message'])) {
        disagreements.push({ id: input['id'], admission, message: expected['message'] });
      }
      if (!admission.ok || expected['allowed'] !== true) continue;
      const name = admission.pod.metadata.name || `${admission.pod.metadata.generateName ?? ''}xxxxx`;
      const unmutated = expected['mutated'] !== true;
      const stored = syncSeccomp(admission.pod);
      const annotations = { ...stored.metadata.annotations, 'kubernetes.io/psp': textAt(expected, 'psp') };
      const own = { ...stored, metadata: { ...stored.metadata, name, namespace, annotations } };
      const theirs = isRecord(expected['pod']) ? expected['pod'] : {};
      const whole = { ...own, apiVersion: 'v1', kind: 'Pod', status: theirs['status'] };
      const [mine, wanted] = unmutated
        ? [withoutEmpty(whole), withoutEmpty(theirs)]
        : [withoutPolicyFields(own), withoutPolicyFields(theirs)];
      compared += 1;
      if (unmutated) inFull += 1;
      if (!isDeepStrictEqual(mine, wanted)) disagreements.push({ id: input['id'], mine, wanted });
    }
    expect(disagreements).toEqual([]);
    expect(compared).toBeGreaterThan(300);
    expect(inFull).toBeGreaterThan(30);
  });
});

describe('the RBAC objects of rbac', () => {
  const cases = casesOf('rbac');

  it('are invalid where the API server refuses them, with the same errors', () => {
    const summary = (objects: readonly unknown[]): readonly unknown[] =>
      objects.map((object) => [
        textAt(object, 'kind'),
        textAt(object, 'name'),
        listAt(object, 'errors')
          .map(
            (error) =>
              `${textAt(error, 'type')} ${textAt(error, 'field')} ${textAt(error, 'detail')} ${textAt(error, 'badValue')}`,
          )
          .sort(),
      ]);
    let invalid = 0;
    for (const { input, expected } of cases) {
      const result = decodeRbac(isRecord(input['rbac']) ? input['rbac'] : {});
      if (!result.ok) throw new Error(JSON.stringify(result.errors));
      invalid += result.invalid.length;
      const own = result.invalid.map((object) => ({
        ...object,
        errors: object.errors.map(reportFieldError),
      }));
      expect(new Set(summary(own).map((line) => JSON.stringify(line)))).toEqual(
        new Set(summary(listAt(expected, 'rbacInvalid')).map((line) => JSON.stringify(line))),
      );
    }
    expect(invalid).toBeGreaterThan(50);
  });

  it('let the same users use the same policies', () => {
    let asked = 0;
    for (const { input, expected } of cases) {
      if (!isRecord(input['rbac'])) continue;
      const result = decodeRbac(input['rbac'], { keepInvalid: input['dropInvalidRbac'] === false });
      if (!result.ok) throw new Error(JSON.stringify(result.errors));
      const authorizer = compileRbac(result.objects);
      const pod = defaultPod(decoded(input['pod']));
      const namespace = pod.metadata.namespace || 'default';
      const admission = admitServiceAccount(pod, namespace, accountsOf(input, namespace));
      const account = (admission.ok ? admission.pod : pod).spec.serviceAccountName ?? '';
      const user = {
        name: textAt(input, 'user', 'name'),
        groups: listAt(input, 'user', 'groups').map(String),
      };
      for (const policy of listAt(expected, 'perPolicy')) {
        asked += 1;
        const name = textAt(policy, 'name');
        const authorized =
          (account !== '' && authorizer.mayUse(podServiceAccountUser(namespace, account), namespace, name)) ||
          authorizer.mayUse(user, namespace, name);
        expect([input['id'], name, authorized]).toEqual([input['id'], name, valueAt(policy, ['authorized'])]);
      }
    }
    expect(asked).toBeGreaterThan(1000);
  });
});
