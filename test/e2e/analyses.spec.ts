import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Schema, yamlBody } from '#libs/client';
import { data } from './answers.js';
import { nginxDeployment, plainDeployment, restrictedPolicy } from './manifests.js';
import { startTestService, type TestService } from './service.js';

let service: TestService;
let policyId: string;
const manifests = `${nginxDeployment}---\n${plainDeployment}`;
const widePolicy = restrictedPolicy
  .replace('name: restricted', 'name: wide')
  .replace('privileged: false', 'privileged: true')
  .replace('hostNetwork: false', 'hostNetwork: true\n  hostPID: true\n  hostPorts: [{ min: 0, max: 65535 }]');

beforeAll(async () => {
  service = await startTestService({}, { worker: false });
  const call = service.client('editor').POST('/api/v1/policies', { ...yamlBody, body: restrictedPolicy });
  policyId = (await data(call, 201)).id;
});
afterAll(() => service.stop());

const evaluate = (body: Schema<'EvaluateRequest'>) =>
  data(service.client('viewer').POST('/api/v1/policies/evaluate', { body }), 200);

const compare = (body: Schema<'CompareRequest'>) =>
  data(service.client('viewer').POST('/api/v1/policies/compare', { body }), 200);

describe('evaluate', () => {
  it('gives the answer of admission, and what each policy by itself says', async () => {
    const { items } = await evaluate({
      policies: [{ id: policyId }, { document: widePolicy }],
      manifests,
    });
    const [nginx, plain] = items;
    expect(nginx).toMatchObject({
      workload: { kind: 'Deployment', name: 'nginx' },
      allowed: true,
      policy: 'wide',
      mutated: false,
      message: '',
    });
    const [restricted] = nginx?.policies ?? [];
    expect(restricted).toMatchObject({ name: 'restricted', fits: false, authorized: true });
    expect(restricted?.errors.map(({ detail }) => detail)).toContain(
      'spec.containers[0].securityContext.privileged: Invalid value: true: Privileged containers are not allowed',
    );
    expect(plain).toMatchObject({ allowed: true, policy: 'restricted' });
  });

  it('words the refusal as the API server does', async () => {
    const { items } = await evaluate({ policies: [{ id: policyId }], manifests: nginxDeployment });
    expect(items[0]).toMatchObject({ allowed: false, stage: 'admit' });
    expect(items[0]?.message).toMatch(
      /^pods "nginx-xxxxx-" is forbidden: PodSecurityPolicy: unable to admit pod: \[/,
    );
  });

  it('asks the grants', async () => {
    const { items } = await evaluate({
      policies: [{ id: policyId }],
      manifests: plainDeployment,
      grants: { objects: [] },
    });
    expect(items[0]).toMatchObject({ allowed: false, policies: [{ fits: true, authorized: false }] });
  });
});

describe('compare', () => {
  it('says which policy allows more, with a pod that shows it', async () => {
    const body = await compare({ first: { id: policyId }, second: { document: widePolicy } });
    expect(body.order).toBe('narrower');
    const hostPID = body.fields.find(({ field }) => field === 'hostPID');
    expect(hostPID).toMatchObject({
      order: 'narrower',
      witnesses: [{ admittedBy: 'second', otherwise: 'refused' }],
    });
    expect(hostPID?.witnesses[0]?.pod).toMatchObject({ spec: { hostPID: true } });
    const same = await compare({ first: { id: policyId }, second: { id: policyId } });
    expect(same.order).toBe('equal');
  });
});

describe('tighten', () => {
  it('shows what a policy allows beyond the needs of a scope', async () => {
    const body = await data(
      service
        .client('viewer')
        .POST('/api/v1/policies/tighten', { body: { policy: { document: widePolicy }, manifests } }),
      200,
    );
    expect(body.excess.map(({ field }) => field)).toContain('hostPID');
    expect(body.policy).toMatchObject({ spec: { privileged: true, hostNetwork: true, hostPID: false } });
    expect(body.comparison.order).toBe('narrower');
  });
});

describe('consolidate', () => {
  it('finds few policies for workloads of the inventory and of manifests', async () => {
    await data(
      service.client('editor').PUT('/api/v1/clusters/{cluster}/manifests', {
        ...yamlBody,
        params: { path: { cluster: 'prod' } },
        body: manifests,
      }),
      200,
    );
    const third = plainDeployment.replace('name: plain', 'name: third');
    const body = await data(
      service.client('viewer').POST('/api/v1/policies/consolidate', {
        body: { manifests: third, cluster: 'prod', scope: { clusters: ['prod'] }, maxPolicies: 2 },
      }),
      200,
    );
    const names = body.policies.map(({ workloads }) => workloads.map(({ workload }) => workload.name));
    expect(names).toEqual([['plain', 'third'], ['nginx']]);
    expect(body.excess).toBe(0);
  });

  it('is not done for more than can be waited for, nor for nothing', async () => {
    const many = Array.from({ length: 501 }, (_, index) =>
      plainDeployment.replace('plain,', `web-${index},`),
    );
    const post = (body: Schema<'ConsolidateRequest'>) =>
      service.client().POST('/api/v1/policies/consolidate', { body });
    const answers = [
      await post({ manifests: many.join('---\n'), maxPolicies: 3 }),
      await post({ maxPolicies: 3 }),
      await post({ manifests, maxPolicies: 0 }),
    ];
    expect(answers.map(({ response }) => response.status)).toEqual([413, 422, 422]);
  });
});
