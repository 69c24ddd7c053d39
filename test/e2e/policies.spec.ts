import { items, yamlAnswer, yamlBody } from '#libs/client';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { answered, data, problem } from './answers.js';
import { nginxDeployment, plainDeployment, restrictedPolicy } from './manifests.js';
import { startTestService, type TestService } from './service.js';

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service.stop());

const create = (body: string, query: { fieldValidation?: 'Warn' } = {}) =>
  service.client('editor').POST('/api/v1/policies', { ...yamlBody, params: { query }, body });

const read = (id: string, header: { 'If-None-Match'?: string } = {}) =>
  service.client('viewer').GET('/api/v1/policies/{id}', { params: { path: { id }, header } });

const readYaml = (id: string) =>
  service.client('viewer').GET('/api/v1/policies/{id}', { params: { path: { id } }, ...yamlAnswer });

async function upload(name: string) {
  const yaml = restrictedPolicy.replace('name: restricted', `name: ${name}`);
  const { status, data: policy, headers } = await answered(create(yaml));
  expect(status).toBe(201);
  return { id: policy.id, etag: headers.get('etag'), yaml };
}

const revise = (id: string, body: string, ifMatch: string) =>
  service.client('editor').PUT('/api/v1/policies/{id}', {
    ...yamlBody,
    params: { path: { id }, header: { 'If-Match': ifMatch } },
    body,
  });

function policyOf(name: string, labels: Readonly<Record<string, string>>) {
  const document = z.looseObject({ metadata: z.looseObject({}) }).parse(load(restrictedPolicy));
  return { ...document, metadata: { ...document.metadata, name, labels } };
}

const labelled = (name: string, labels: Readonly<Record<string, string>>) =>
  data(service.client('editor').POST('/api/v1/policies', { body: policyOf(name, labels) }));

describe('a policy', () => {
  it('is uploaded as YAML and read back as it was written, or as a resource', async () => {
    const { id, etag, yaml } = await upload('as-yaml');
    expect(etag).toBe('"1"');
    const text = await answered(readYaml(id));
    expect(text.headers.get('content-type')).toBe('application/yaml; charset=utf-8');
    expect(text.data).toBe(yaml);
    const body = await data(read(id), 200);
    expect(body).toMatchObject({
      id,
      name: 'as-yaml',
      revision: 1,
      origin: 'uploaded',
      revisedBy: 'editor',
      policy: { kind: 'PodSecurityPolicy', spec: { hostNetwork: false } },
    });
    expect((await read(id, { 'If-None-Match': '"1"' })).response.status).toBe(304);
  });

  it('is uploaded as JSON, and read as YAML', async () => {
    const document = {
      apiVersion: 'policy/v1beta1',
      kind: 'PodSecurityPolicy',
      metadata: { name: 'as-json' },
      spec: {
        runAsUser: { rule: 'RunAsAny' },
        seLinux: { rule: 'RunAsAny' },
        supplementalGroups: { rule: 'RunAsAny' },
        fsGroup: { rule: 'RunAsAny' },
      },
    };
    const {
      status,
      headers,
      data: made,
    } = await answered(service.client().POST('/api/v1/policies', { body: document }));
    expect([status, headers.get('location')]).toEqual([201, `/api/v1/policies/${made.id}`]);
    expect(await data(readYaml(made.id), 200)).toContain('kind: PodSecurityPolicy\n');
  });

  it('is refused with the field of each mistake, in the words of Kubernetes', async () => {
    const wrong = restrictedPolicy
      .replace('runAsUser: { rule: RunAsAny }', 'runAsUser: { rule: Whoever }')
      .replace('privileged: false', 'privilegd: false');
    expect(await problem(create(wrong), 422)).toMatchObject({
      code: 'invalid',
      errors: [
        { pointer: '/spec/privilegd', detail: 'unknown field "spec.privilegd"', code: 'UnknownField' },
        {
          pointer: '/spec/runAsUser/rule',
          detail:
            'spec.runAsUser.rule: Unsupported value: "Whoever": supported values: "MustRunAs", "MustRunAsNonRoot", "RunAsAny"',
          code: 'FieldValueNotSupported',
        },
      ],
    });
  });

  it('may have unknown fields if asked so, with a warning', async () => {
    const odd = restrictedPolicy
      .replace('name: restricted', 'name: odd')
      .replace('privileged: false', 'privilegd: false');
    const { warnings } = await data(create(odd, { fieldValidation: 'Warn' }), 201);
    expect(warnings).toEqual(['unknown field "spec.privilegd"']);
  });

  it('that is no YAML is malformed, with line and column', async () => {
    const { code, errors } = await problem(create('a: [1\nb: 2'), 400);
    expect(code).toBe('malformed');
    expect(errors?.[0]?.detail).toMatch(/^line \d+, column \d+: /);
  });

  it('may hold no NUL', async () => {
    const { response } = await create(
      restrictedPolicy.replace('# what', '# \0 what').replace('name: restricted', 'name: nul'),
    );
    expect([400, 422]).toContain(response.status);
  });

  it('has a name of its own', async () => {
    const { id } = await upload('taken');
    const again = restrictedPolicy.replace('name: restricted', 'name: taken');
    expect((await problem(create(again), 409)).detail).toContain(`/api/v1/policies/${id}`);
  });

  it('is revised: every change is a revision, and nobody overwrites what they have not seen', async () => {
    const { id, yaml } = await upload('revised');
    const wider = yaml.replace('hostNetwork: false', 'hostNetwork: true');
    const revised = await answered(revise(id, wider, '"1"'));
    expect([revised.status, revised.headers.get('etag')]).toEqual([200, '"2"']);
    await problem(revise(id, yaml, '"1"'), 412);
    expect((await data(revise(id, wider, '"2"'), 200)).revision).toBe(2);
    const client = service.client();
    const revisions = client.GET('/api/v1/policies/{id}/revisions', { params: { path: { id } } });
    expect((await data(revisions, 200)).items.map(({ revision }) => revision)).toEqual([2, 1]);
    const readRevision = (revision: number) =>
      client.GET('/api/v1/policies/{id}/revisions/{revision}', {
        params: { path: { id, revision } },
        ...yamlAnswer,
      });
    expect(await data(readRevision(1), 200)).toBe(yaml);
    await problem(readRevision(3), 404);
    await problem(revise(id, yaml.replace('name: revised', 'name: other'), '"2"'), 409);
  });

  it('is one of two winners at most when two revise the same revision at once', async () => {
    const { id, yaml } = await upload('raced');
    const answers = await Promise.all(
      ['hostPID: true', 'hostIPC: true'].map((field) =>
        revise(id, yaml.replace('hostNetwork: false', field), '"1"'),
      ),
    );
    expect(new Set(answers.map(({ response }) => response.status))).toEqual(new Set([200, 412]));
  });

  it('is deleted', async () => {
    const { id } = await upload('deleted');
    const remove = (ifMatch: string) =>
      service.client('editor').DELETE('/api/v1/policies/{id}', {
        params: { path: { id }, header: { 'If-Match': ifMatch } },
      });
    const answers = [await remove('"7"'), await remove('"1"'), await remove('"1"'), await read(id)];
    expect(answers.map(({ response }) => response.status)).toEqual([412, 204, 404, 404]);
  });
});

describe('the list of policies', () => {
  const list = (query: { cursor?: string; limit?: number; name?: string; labelSelector?: string }) =>
    service.client('viewer').GET('/api/v1/policies', { params: { query } });

  it('is paged by name', async () => {
    for (const name of ['page-a', 'page-b', 'page-c']) await upload(name);
    const names: string[] = [];
    for await (const { name } of items((page) => list({ limit: 2, ...page }))) names.push(name);
    expect(names).toEqual(names.toSorted());
    expect(names).toEqual(expect.arrayContaining(['page-a', 'page-b', 'page-c']));
    await problem(list({ cursor: 'nonsense' }), 422);
    expect((await data(list({ name: 'page-b' }))).items).toHaveLength(1);
  });

  it('is narrowed by the labels of the present revisions', async () => {
    await labelled('by-label-a', { team: 'shop', tier: 'front' });
    await labelled('by-label-b', { team: 'shop' });
    const moved = await labelled('by-label-c', { team: 'shop', tier: 'back' });
    await data(
      service.client('editor').PUT('/api/v1/policies/{id}', {
        params: { path: { id: moved.id } },
        body: policyOf('by-label-c', { team: 'bank' }),
      }),
    );
    const names = async (labelSelector: string) => {
      const { items } = await data(list({ labelSelector }));
      return items.map(({ name }) => name).filter((name) => name.startsWith('by-label-'));
    };
    expect(await names('team=shop')).toEqual(['by-label-a', 'by-label-b']);
    expect(await names('team in (shop,bank),!tier')).toEqual(['by-label-b', 'by-label-c']);
    expect(await names('tier')).toEqual(['by-label-a']);
    expect(await names('tier=back')).toEqual([]);
    const { items } = await data(list({ name: 'by-label-c' }));
    expect(items).toMatchObject([{ revision: 2, labels: { team: 'bank' } }]);
    const { errors } = await problem(list({ labelSelector: 'team in (' }), 422);
    expect(errors).toMatchObject([{ parameter: 'labelSelector' }]);
  });
});

describe('policies that a simulation chooses by their labels', () => {
  const simulate = (labelSelector: string) =>
    service.client('editor').POST('/api/v1/simulations', {
      body: { policies: [{ labelSelector }], manifests: plainDeployment, continuous: true },
    });

  it('are in it with the revisions of that time, whatever becomes of them or joins them', async () => {
    const first = await labelled('chosen-a', { set: 'chosen' });
    await labelled('chosen-b', { set: 'chosen' });
    await labelled('not-chosen', { set: 'other' });
    const { id, policies } = await data(simulate('set=chosen'));
    const chosen = [
      { name: 'chosen-a', revision: 1 },
      { name: 'chosen-b', revision: 1 },
    ];
    expect(policies).toMatchObject(chosen);
    await labelled('chosen-c', { set: 'chosen' });
    await data(
      service.client('editor').PUT('/api/v1/policies/{id}', {
        params: { path: { id: first.id } },
        body: policyOf('chosen-a', { set: 'chosen', revised: 'yes' }),
      }),
    );
    const path = { params: { path: { id } } };
    await vi.waitFor(
      async () => {
        const { status } = await data(service.client().GET('/api/v1/simulations/{id}', path));
        expect(status).toBe('active');
      },
      { timeout: 20_000, interval: 50 },
    );
    const settled = await data(service.client().GET('/api/v1/simulations/{id}', path));
    expect(settled.policies).toMatchObject(chosen);
    expect(settled.policies).toHaveLength(2);
    const again = await data(simulate('set=chosen'));
    expect(again.policies).toMatchObject([{ name: 'chosen-a', revision: 2 }, {}, { name: 'chosen-c' }]);
  });

  it.each([
    ['nobody=has', 'there is no policy with such labels'],
    ['set in (', expect.stringMatching(/^at character \d+: /)],
  ])('must be some: %s', async (selector, detail) => {
    const { errors } = await problem(simulate(selector), 422);
    expect(errors).toMatchObject([{ pointer: '/policies/0/labelSelector', detail }]);
  });
});

describe('generating policies', () => {
  const generate = (body: string, query: { save?: 'true' } = {}) =>
    service.client('viewer').POST('/api/v1/policies/generate', { ...yamlBody, params: { query }, body });

  const generateYaml = (body: string) =>
    service.client('editor').POST('/api/v1/policies/generate', {
      params: { query: { save: 'true' } },
      headers: { ...yamlBody.headers, ...yamlAnswer.headers },
      parseAs: 'text',
      body,
    });

  it('makes the least policy of a Deployment, each field explained', async () => {
    const body = await data(generate(nginxDeployment), 200);
    expect(body.policies).toHaveLength(1);
    const { name, policy, explanations, verified, workloads } = body.policies[0] ?? {};
    expect(name).toBe('shop.deployment.nginx');
    expect(workloads).toEqual([{ cluster: 'default', namespace: 'shop', kind: 'Deployment', name: 'nginx' }]);
    expect(policy).toMatchObject({
      spec: {
        privileged: true,
        hostNetwork: true,
        hostPID: false,
        hostPorts: [{ min: 80, max: 80 }],
      },
    });
    expect(verified).toMatchObject({ sound: true, minimal: true });
    const privileged = explanations?.find(({ field }) => field === 'privileged');
    expect(privileged).toMatchObject({
      reasons: [{ path: 'spec.containers[0].securityContext.privileged' }],
    });
  });

  it('stores them if asked to, once, and answers in YAML that can be applied', async () => {
    const save = { save: 'true' } as const;
    const text = await data(generateYaml(`${nginxDeployment}---\n${plainDeployment}`), 200);
    expect(text.split(/^---$/m).map((each) => /^kind: (\w+)$/m.exec(each)?.[1])).toEqual([
      'PodSecurityPolicy',
      'PodSecurityPolicy',
      'Role',
      'RoleBinding',
      'Role',
      'RoleBinding',
    ]);
    await data(generateYaml(nginxDeployment), 200);
    const named = { name: 'shop.deployment.nginx' };
    const list = service.client().GET('/api/v1/policies', { params: { query: named } });
    expect((await data(list, 200)).items).toMatchObject([{ origin: 'generated', revision: 1 }]);
    const other = nginxDeployment.replace('hostNetwork: true', 'hostNetwork: true\n      hostPID: true');
    await problem(generateYaml(other), 409);
    await problem(generate(nginxDeployment, save), 403);
  });

  it('refuses what is no workload, and names the field of what is wrong in one', async () => {
    const refused = (body: Record<string, unknown>) =>
      problem(service.client().POST('/api/v1/policies/generate', { body }), 422);
    const none = await refused({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' } });
    expect(none.detail).toBe('The manifests hold no workload to make a policy for.');
    expect(none.errors).toMatchObject([
      {
        detail:
          'found ConfigMap; must be one of CronJob, DaemonSet, Deployment, Job, Pod, PodTemplate, ReplicaSet, ReplicationController, StatefulSet, or a List of them',
      },
    ]);
    const wrong = await refused({
      manifests: [
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          metadata: { name: 'X!' },
          spec: { template: { spec: { containers: 3 } } },
        },
      ],
    });
    expect(wrong.errors?.map(({ pointer }) => pointer)).toEqual([
      '/manifests/0/spec/template/spec/containers',
    ]);
  });
});
