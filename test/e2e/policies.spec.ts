import type { Schema } from '#libs/client';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { data, problem } from './answers.js';
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
  const { body, headers } = await service
    .request('editor')
    .post(policies)
    .type('application/yaml')
    .send(yaml)
    .expect(201);
  return { id: String(body.id), etag: String(headers['etag']), yaml };
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
    const text = await service
      .request('viewer')
      .get(`${policies}/${id}`)
      .accept('application/yaml')
      .expect(200);
    expect(text.headers['content-type']).toBe('application/yaml; charset=utf-8');
    expect(text.text).toBe(yaml);
    const { body } = await service.request('viewer').get(`${policies}/${id}`).expect(200);
    expect(body).toMatchObject({
      id,
      name: 'as-yaml',
      revision: 1,
      origin: 'uploaded',
      revisedBy: 'editor',
      policy: { kind: 'PodSecurityPolicy', spec: { hostNetwork: false } },
    });
    await service.request('viewer').get(`${policies}/${id}`).set('if-none-match', '"1"').expect(304);
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
    const { headers } = await service.request().post(policies).send(document).expect(201);
    const { text } = await service
      .request()
      .get(String(headers['location']))
      .accept('application/yaml')
      .expect(200);
    expect(text).toContain('kind: PodSecurityPolicy\n');
  });

  it('is refused with the field of each mistake, in the words of Kubernetes', async () => {
    const wrong = restrictedPolicy
      .replace('runAsUser: { rule: RunAsAny }', 'runAsUser: { rule: Whoever }')
      .replace('privileged: false', 'privilegd: false');
    const { body } = await service.request().post(policies).type('application/yaml').send(wrong).expect(422);
    expect(body).toMatchObject({
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
    const { body } = await service
      .request()
      .post(`${policies}?fieldValidation=Warn`)
      .type('application/yaml')
      .send(odd)
      .expect(201);
    expect(body.warnings).toEqual(['unknown field "spec.privilegd"']);
  });

  it('that is no YAML is malformed, with line and column', async () => {
    const { body } = await service
      .request()
      .post(policies)
      .type('application/yaml')
      .send('a: [1\nb: 2')
      .expect(400);
    expect(body.code).toBe('malformed');
    expect(body.errors[0].detail).toMatch(/^line \d+, column \d+: /);
  });

  it('may hold no NUL', async () => {
    const { status } = await service
      .request()
      .post(policies)
      .type('application/yaml')
      .send(restrictedPolicy.replace('# what', '# \0 what').replace('name: restricted', 'name: nul'));
    expect([400, 422]).toContain(status);
  });

  it('has a name of its own', async () => {
    const { id } = await upload('taken');
    const again = restrictedPolicy.replace('name: restricted', 'name: taken');
    const { body } = await service.request().post(policies).type('application/yaml').send(again).expect(409);
    expect(body.detail).toContain(`/api/v1/policies/${id}`);
  });

  it('is revised: every change is a revision, and nobody overwrites what they have not seen', async () => {
    const { id, yaml } = await upload('revised');
    const put = (text: string, ifMatch: string) =>
      service
        .request('editor')
        .put(`${policies}/${id}`)
        .type('application/yaml')
        .set('if-match', ifMatch)
        .send(text);
    const wider = yaml.replace('hostNetwork: false', 'hostNetwork: true');
    const revised = await put(wider, '"1"').expect(200);
    expect(revised.headers['etag']).toBe('"2"');
    await put(yaml, '"1"').expect(412);
    const same = await put(wider, '"2"').expect(200);
    expect(same.body.revision).toBe(2);
    const { body } = await service.request().get(`${policies}/${id}/revisions`).expect(200);
    expect(body.items.map((item: { revision: number }) => item.revision)).toEqual([2, 1]);
    const first = await service
      .request()
      .get(`${policies}/${id}/revisions/1`)
      .accept('application/yaml')
      .expect(200);
    expect(first.text).toBe(yaml);
    await service.request().get(`${policies}/${id}/revisions/3`).expect(404);
    await put(yaml.replace('name: revised', 'name: other'), '"2"').expect(409);
  });

  it('is one of two winners at most when two revise the same revision at once', async () => {
    const { id, yaml } = await upload('raced');
    const answers = await Promise.all(
      ['hostPID: true', 'hostIPC: true'].map((field) =>
        service
          .request()
          .put(`${policies}/${id}`)
          .type('application/yaml')
          .set('if-match', '"1"')
          .send(yaml.replace('hostNetwork: false', field)),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 412]));
  });

  it('is deleted', async () => {
    const { id } = await upload('deleted');
    const remove = (ifMatch: string) =>
      service.request('editor').delete(`${policies}/${id}`).set('if-match', ifMatch);
    const statuses = [await remove('"7"'), await remove('"1"'), await remove('"1"')].map(
      ({ status }) => status,
    );
    expect(statuses).toEqual([412, 204, 404]);
    await service.request().get(`${policies}/${id}`).expect(404);
  });
});

describe('the list of policies', () => {
  const list = (query: { cursor?: string; limit?: number; name?: string; labelSelector?: string }) =>
    service.client('viewer').GET('/api/v1/policies', { params: { query } });

  it('is paged by name', async () => {
    for (const name of ['page-a', 'page-b', 'page-c']) await upload(name);
    const names: string[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const page: Schema<'PolicyPage'> = await data(list({ limit: 2, ...(cursor !== '' && { cursor }) }));
      names.push(...page.items.map(({ name }) => name));
      cursor = page.next;
    }
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
    const { body } = await service
      .request('viewer')
      .post(`${policies}/generate`)
      .type('application/yaml')
      .send(nginxDeployment)
      .expect(200);
    expect(body.policies).toHaveLength(1);
    const [{ name, policy, explanations, verified, workloads }] = body.policies;
    expect(name).toBe('shop.deployment.nginx');
    expect(workloads).toEqual([{ cluster: 'default', namespace: 'shop', kind: 'Deployment', name: 'nginx' }]);
    expect(policy.spec).toMatchObject({
      privileged: true,
      hostNetwork: true,
      hostPID: false,
      hostPorts: [{ min: 80, max: 80 }],
    });
    expect(verified).toMatchObject({ sound: true, minimal: true });
    const privileged = explanations.find((each: { field: string }) => each.field === 'privileged');
    expect(privileged.reasons[0].path).toBe('spec.containers[0].securityContext.privileged');
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
    const { body } = await service.request().get(`${policies}?name=shop.deployment.nginx`).expect(200);
    expect(body.items).toMatchObject([{ origin: 'generated', revision: 1 }]);
    await generate(
      nginxDeployment.replace('hostNetwork: true', 'hostNetwork: true\n      hostPID: true'),
    ).expect(409);
    await service
      .request('viewer')
      .post(`${policies}/generate?save=true`)
      .type('application/yaml')
      .send(nginxDeployment)
      .expect(403);
  });

  it('refuses what is no workload, and names the field of what is wrong in one', async () => {
    const generate = (body: object) => service.request().post(`${policies}/generate`).send(body).expect(422);
    const none = await generate({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' } });
    expect(none.body.detail).toBe('The manifests hold no workload to make a policy for.');
    expect(none.body.errors).toMatchObject([
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
    expect(wrong.body.errors.map((each: { pointer: string }) => each.pointer)).toEqual([
      '/manifests/0/spec/template/spec/containers',
    ]);
  });
});
