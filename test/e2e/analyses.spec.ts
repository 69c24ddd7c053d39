import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
  const { body } = await service
    .request('editor')
    .post('/api/v1/policies')
    .type('application/yaml')
    .send(restrictedPolicy)
    .expect(201);
  policyId = String(body.id);
});
afterAll(() => service.stop());

async function ask(question: string, body: object) {
  const answer = await service.request('viewer').post(`/api/v1/policies/${question}`).send(body);
  expect(answer.body.errors).toBeUndefined();
  expect(answer.status).toBe(200);
  return answer.body;
}

describe('evaluate', () => {
  it('gives the answer of admission, and what each policy by itself says', async () => {
    const { items } = await ask('evaluate', {
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
    const [restricted] = nginx.policies;
    expect(restricted).toMatchObject({ name: 'restricted', fits: false, authorized: true });
    expect(restricted.errors.map(({ detail }: { detail: string }) => detail)).toContain(
      'spec.containers[0].securityContext.privileged: Invalid value: true: Privileged containers are not allowed',
    );
    expect(plain).toMatchObject({ allowed: true, policy: 'restricted' });
  });

  it('words the refusal as the API server does', async () => {
    const { items } = await ask('evaluate', { policies: [{ id: policyId }], manifests: nginxDeployment });
    expect(items[0]).toMatchObject({ allowed: false, stage: 'admit' });
    expect(items[0].message).toMatch(
      /^pods "nginx-xxxxx-" is forbidden: PodSecurityPolicy: unable to admit pod: \[/,
    );
  });

  it('asks the grants', async () => {
    const { items } = await ask('evaluate', {
      policies: [{ id: policyId }],
      manifests: plainDeployment,
      grants: { objects: [] },
    });
    expect(items[0]).toMatchObject({ allowed: false, policies: [{ fits: true, authorized: false }] });
  });
});

describe('compare', () => {
  it('says which policy allows more, with a pod that shows it', async () => {
    const body = await ask('compare', { first: { id: policyId }, second: { document: widePolicy } });
    expect(body.order).toBe('narrower');
    const hostPID = body.fields.find(({ field }: { field: string }) => field === 'hostPID');
    expect(hostPID).toMatchObject({
      order: 'narrower',
      witnesses: [{ admittedBy: 'second', otherwise: 'refused' }],
    });
    expect(hostPID.witnesses[0].pod.spec.hostPID).toBe(true);
    const same = await ask('compare', { first: { id: policyId }, second: { id: policyId } });
    expect(same.order).toBe('equal');
  });
});

describe('tighten', () => {
  it('shows what a policy allows beyond the needs of a scope', async () => {
    const body = await ask('tighten', { policy: { document: widePolicy }, manifests });
    expect(body.excess.map(({ field }: { field: string }) => field)).toContain('hostPID');
    expect(body.policy.spec).toMatchObject({ privileged: true, hostNetwork: true, hostPID: false });
    expect(body.comparison.order).toBe('narrower');
  });
});

describe('consolidate', () => {
  it('finds few policies for workloads of the inventory and of manifests', async () => {
    await service
      .request('editor')
      .put('/api/v1/clusters/prod/manifests')
      .type('application/yaml')
      .send(manifests)
      .expect(200);
    const third = plainDeployment.replace('name: plain', 'name: third');
    const body = await ask('consolidate', {
      manifests: third,
      cluster: 'prod',
      scope: { clusters: ['prod'] },
      maxPolicies: 2,
    });
    const names = body.policies.map(({ workloads }: { workloads: { workload: { name: string } }[] }) =>
      workloads.map(({ workload }) => workload.name),
    );
    expect(names).toEqual([['plain', 'third'], ['nginx']]);
    expect(body.excess).toBe(0);
  });

  it('is not done for more than can be waited for, nor for nothing', async () => {
    const many = Array.from({ length: 501 }, (_, index) =>
      plainDeployment.replace('plain,', `web-${index},`),
    );
    const post = (body: object) => service.request().post('/api/v1/policies/consolidate').send(body);
    expect((await post({ manifests: many.join('---\n'), maxPolicies: 3 })).status).toBe(413);
    expect((await post({ maxPolicies: 3 })).status).toBe(422);
    expect((await post({ manifests, maxPolicies: 0 })).status).toBe(422);
  });
});
