import { itemsOf, yamlBody } from '#libs/client';
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

const policies = '/api/v1/policies';

async function upload(name: string) {
  const yaml = restrictedPolicy.replace('name: restricted', `name: ${name}`);
  const { data: policy, headers, status } = await answered(create(yaml));
  expect(status).toBe(201);
  return { id: policy.id, etag: headers.get('etag'), yaml };
}

const create = (yaml: string, query: { fieldValidation?: 'Warn' } = {}) =>
  service.client('editor').POST('/api/v1/policies', { params: { query }, ...yamlBody(yaml) });
const put = (id: string, yaml: string, ifMatch: string) =>
  service.client('editor').PUT('/api/v1/policies/{id}', {
    params: { path: { id }, header: { 'If-Match': ifMatch } },
    ...yamlBody(yaml),
  });
const read = (id: string, headers: Readonly<Record<string, string>> = {}) =>
  service.client('viewer').GET('/api/v1/policies/{id}', { params: { path: { id } }, headers });

/** A policy as it is read in YAML. */
async function text(path: string) {
  const answer = await service.request('viewer').get(path).accept('application/yaml').expect(200);
  expect(answer.headers['content-type']).toBe('application/yaml; charset=utf-8');
  return answer.text;
}

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
    expect(await text(`${policies}/${id}`)).toBe(yaml);
    expect(await data(read(id))).toMatchObject({
      id,
      name: 'as-yaml',
      revision: 1,
      origin: 'uploaded',
      revisedBy: 'editor',
      policy: { kind: 'PodSecurityPolicy', spec: { hostNetwork: false } },
    });
    expect((await read(id, { 'if-none-match': '"1"' })).response.status).toBe(304);
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
    const { headers } = await answered(service.client().POST('/api/v1/policies', { body: document }));
    expect(await text(headers.get('location') ?? '')).toContain('kind: PodSecurityPolicy\n');
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
    const { warnings } = await data(create(odd, { fieldValidation: 'Warn' }));
    expect(warnings).toEqual(['unknown field "spec.privilegd"']);
  });

  it('that is no YAML is malformed, with line and column', async () => {
    const { code, errors } = await problem(create('a: [1\nb: 2'), 400);
    expect(code).toBe('malformed');
    expect(errors?.[0]?.detail).toMatch(/^line \d+, column \d+: /);
  });

  it('may hold no NUL', async () => {
    const nul = restrictedPolicy.replace('# what', '# \0 what').replace('name: restricted', 'name: nul');
    expect([400, 422]).toContain((await create(nul)).response.status);
  });

  it('has a name of its own', async () => {
    const { id } = await upload('taken');
    const again = restrictedPolicy.replace('name: restricted', 'name: taken');
    expect((await problem(create(again), 409)).detail).toContain(`/api/v1/policies/${id}`);
  });

  it('is revised: every change is a revision, and nobody overwrites what they have not seen', async () => {
    const { id, yaml } = await upload('revised');
    const wider = yaml.replace('hostNetwork: false', 'hostNetwork: true');
    const revised = await answered(put(id, wider, '"1"'));
    expect(revised.headers.get('etag')).toBe('"2"');
    await problem(put(id, yaml, '"1"'), 412);
    expect((await data(put(id, wider, '"2"'))).revision).toBe(2);
    const params = { path: { id } };
    const { items } = await data(service.client().GET('/api/v1/policies/{id}/revisions', { params }));
    expect(items.map(({ revision }) => revision)).toEqual([2, 1]);
    expect(await text(`${policies}/${id}/revisions/1`)).toBe(yaml);
    const third = { path: { id, revision: 3 } };
    await problem(service.client().GET('/api/v1/policies/{id}/revisions/{revision}', { params: third }), 404);
    await problem(put(id, yaml.replace('name: revised', 'name: other'), '"2"'), 409);
  });

  it('is one of two winners at most when two revise the same revision at once', async () => {
    const { id, yaml } = await upload('raced');
    const answers = await Promise.all(
      ['hostPID: true', 'hostIPC: true'].map((field) =>
        put(id, yaml.replace('hostNetwork: false', field), '"1"'),
      ),
    );
    expect(new Set(answers.map(({ response }) => response.status))).toEqual(new Set([200, 412]));
  });

  it('is deleted', async () => {
    const { id } = await upload('deleted');
    const remove = (ifMatch: string) =>
      service
        .client('editor')
        .DELETE('/api/v1/policies/{id}', { params: { path: { id }, header: { 'If-Match': ifMatch } } });
    const answers = [await remove('"7"'), await remove('"1"'), await remove('"1"')];
    expect(answers.map(({ response }) => response.status)).toEqual([412, 204, 404]);
    await problem(read(id), 404);
  });
});

describe('the list of policies', () => {
  const list = (query: { cursor?: string; limit?: number; name?: string; labelSelector?: string }) =>
    service.client('viewer').GET('/api/v1/policies', { params: { query } });

  it('is paged by name', async () => {
    for (const name of ['page-a', 'page-b', 'page-c']) await upload(name);
    const names: string[] = [];
    for await (const { name } of itemsOf((next) => list({ limit: 2, ...next }))) names.push(name);
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
    const revisions = await data(
      service.client('viewer').GET('/api/v1/policies/{id}/revisions', { params: { path: { id: moved.id } } }),
    );
    expect(revisions.items.map(({ labels }) => labels)).toEqual([
      { team: 'bank' },
      { team: 'shop', tier: 'back' },
    ]);
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
  it('makes the least policy of a Deployment, each field explained', async () => {
    const generated = await data(
      service.client('viewer').POST('/api/v1/policies/generate', yamlBody(nginxDeployment)),
    );
    const [proposed] = generated.policies;
    expect(generated.policies).toHaveLength(1);
    if (proposed === undefined) throw new Error('there is no policy');
    const { name, policy, explanations, verified, workloads } = proposed;
    expect(name).toBe('shop.deployment.nginx');
    expect(workloads).toEqual([{ cluster: 'default', namespace: 'shop', kind: 'Deployment', name: 'nginx' }]);
    expect(policy).toMatchObject({
      spec: { privileged: true, hostNetwork: true, hostPID: false, hostPorts: [{ min: 80, max: 80 }] },
    });
    expect(verified).toMatchObject({ sound: true, minimal: true });
    const privileged = explanations.find(({ field }) => field === 'privileged');
    const path = 'spec.containers[0].securityContext.privileged';
    expect(privileged).toMatchObject({ reasons: [{ path }] });
  });

  it('stores them if asked to, once, and answers in YAML that can be applied', async () => {
    const generate = (text: string) =>
      service
        .request('editor')
        .post(`${policies}/generate?save=true`)
        .type('application/yaml')
        .accept('application/yaml')
        .send(text);
    const { text } = await generate(`${nginxDeployment}---\n${plainDeployment}`).expect(200);
    expect(text.split(/^---$/m).map((each) => /^kind: (\w+)$/m.exec(each)?.[1])).toEqual([
      'PodSecurityPolicy',
      'PodSecurityPolicy',
      'Role',
      'RoleBinding',
      'Role',
      'RoleBinding',
    ]);
    await generate(nginxDeployment).expect(200);
    const params = { query: { name: 'shop.deployment.nginx' } };
    const { items } = await data(service.client().GET('/api/v1/policies', { params }));
    expect(items).toMatchObject([{ origin: 'generated', revision: 1 }]);
    await generate(
      nginxDeployment.replace('hostNetwork: true', 'hostNetwork: true\n      hostPID: true'),
    ).expect(409);
    const save = { params: { query: { save: 'true' as const } } };
    await problem(
      service.client('viewer').POST('/api/v1/policies/generate', { ...save, ...yamlBody(nginxDeployment) }),
      403,
    );
  });

  it('refuses what is no workload, and names the field of what is wrong in one', async () => {
    const generate = (body: Record<string, unknown>) =>
      problem(service.client().POST('/api/v1/policies/generate', { body }), 422);
    const none = await generate({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' } });
    expect(none.detail).toBe('The manifests hold no workload to make a policy for.');
    expect(none.errors).toMatchObject([
      {
        detail:
          'found ConfigMap; must be one of CronJob, DaemonSet, Deployment, Job, Pod, PodTemplate, ReplicaSet, ReplicationController, StatefulSet, or a List of them',
      },
    ]);
    const wrong = await generate({
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
