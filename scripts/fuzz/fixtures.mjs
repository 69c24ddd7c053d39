// What the API is given before it is fuzzed, so that made-up requests meet something: ids that exist, simulations with results,
// a stream that goes on, and things that may be deleted.

// As in the examples of the document, which then succeed.
const cluster = 'prod';
const namespace = 'shop';
/** Of each thing that may be deleted. */
const EXPENDABLE = 12;

const policy = (name) => ({
  apiVersion: 'policy/v1beta1',
  kind: 'PodSecurityPolicy',
  metadata: { name, labels: { team: 'shop' } },
  spec: {
    privileged: false,
    volumes: ['configMap', 'emptyDir'],
    runAsUser: { rule: 'RunAsAny' },
    seLinux: { rule: 'RunAsAny' },
    supplementalGroups: { rule: 'RunAsAny' },
    fsGroup: { rule: 'RunAsAny' },
  },
});

const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'nginx', namespace },
  spec: {
    selector: { matchLabels: { app: 'nginx' } },
    template: {
      metadata: { labels: { app: 'nginx' } },
      spec: {
        hostNetwork: true,
        containers: [{ name: 'nginx', image: 'nginx:1.27', securityContext: { privileged: true } }],
      },
    },
  },
};

const times = (make) =>
  Promise.all(Array.from({ length: EXPENDABLE }, (_, number) => make(`expendable-${number}`)));

/** Asks until what is awaited is there, a minute at most. */
async function until(what, ask) {
  for (let tries = 0; tries < 120; tries += 1) {
    const found = await ask();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(`${what} within a minute`);
}

/**
 * @param {(method: string, path: string, body?: unknown) => Promise<any>} call of an admin; throws unless answered with 2xx
 * @param {string} receiver URL of somebody who takes what webhooks are sent
 */
export async function makeFixtures(call, receiver) {
  await call('POST', `/api/v1/clusters/${cluster}/manifests`, {
    apiVersion: 'v1',
    kind: 'List',
    items: [deployment],
  });
  const { items: workloads } = await call('GET', `/api/v1/workloads?cluster=${cluster}`);
  const workload = workloads[0].id;
  const newDecision = (path) =>
    call('POST', `/api/v1/workloads/${workload}/decisions`, {
      decision: { kind: 'forget', item: { dimension: 'file', path } },
    });
  const simulate = (name, order) =>
    call('POST', '/api/v1/simulations', { name, policies: [{ id: kept.id }], ...order });
  const newKey = (name) =>
    call('POST', '/api/v1/keys', {
      name,
      bindings: [{ role: 'viewer', project: 'all', clusters: [cluster], namespaces: 'all' }],
    });
  const newWebhook = (description) =>
    call('POST', '/api/v1/webhooks', { url: 'https://hooks.example.com/fuzz', description });

  const kept = await call('POST', '/api/v1/policies', policy('kept'));
  const expendablePolicies = await times((name) => call('POST', '/api/v1/policies', policy(name)));
  const decision = await newDecision('/tmp/*');
  const expendableDecisions = await times((name) => newDecision(`/var/tmp/${name}`));
  await call('POST', '/api/v1/projects', { name: 'kept' });
  await times((name) => call('POST', '/api/v1/projects', { name }));
  await times((name) =>
    call('POST', `/api/v1/clusters/${name}/manifests`, { ...deployment, metadata: { name, namespace } }),
  );
  const key = await newKey('kept');
  const expendableKeys = await times(newKey);
  const webhook = await newWebhook('kept');
  const expendableWebhooks = await times(newWebhook);
  const delivery = await call('POST', `/api/v1/webhooks/${webhook.id}/ping`);
  const delivering = await call('POST', '/api/v1/webhooks', { url: receiver, description: 'delivering' });
  const delivered = await call('POST', `/api/v1/webhooks/${delivering.id}/ping`);
  const deletion = await call('DELETE', `/api/v1/clusters/${cluster}/namespaces/nothing-is-in-it`);
  const continuous = await simulate('continuous', { scope: { clusters: [cluster] }, continuous: true });
  const finished = await simulate('finished', { scope: { clusters: [cluster] } });
  const expendableSimulations = await times((name) =>
    simulate(name, { manifests: [deployment], continuous: true }),
  );
  const generating = await call('POST', '/api/v1/simulations', {
    name: 'generating',
    generate: { workload: { cluster, namespace, kind: 'Deployment', name: 'nginx' } },
  });
  for (const { id, name } of [finished, generating]) {
    await until(`simulation ${name} of one workload has not succeeded`, async () => {
      const { status } = await call('GET', `/api/v1/simulations/${id}?wait=10s`);
      return status === 'succeeded' ? true : undefined;
    });
  }
  await until('a webhook was not delivered', async () => {
    const { items } = await call('GET', `/api/v1/webhooks/${delivering.id}/deliveries`);
    return items.some(({ id, state }) => id === delivered.id && state === 'delivered') ? true : undefined;
  });

  const idsOf = (list) => list.map(({ id }) => ({ id }));
  const names = Array.from({ length: EXPENDABLE }, (_, number) => `expendable-${number}`);
  const simulations = idsOf([finished, continuous]);
  const result = { cluster, namespace, kind: 'Deployment', name: 'nginx' };
  /** Path parameters of what is there, by path; the operations that destroy it get others. */
  const kinds = [
    [/^\/api\/v1\/simulations\/\{id\}\/bundle/, idsOf([generating])],
    [/\/deliveries\/\{delivery\}/, [{ id: delivering.id, delivery: delivered.id }]],
    [/^\/api\/v1\/clusters\/\{cluster\}/, [{ cluster, namespace }]],
    [/^\/api\/v1\/deletions\/\{id\}/, idsOf([deletion])],
    [/^\/api\/v1\/keys\/\{id\}/, idsOf([key]), idsOf(expendableKeys)],
    [/^\/api\/v1\/policies\/\{id\}/, [{ id: kept.id, revision: 1 }], idsOf(expendablePolicies)],
    [/^\/api\/v1\/projects\/\{project\}/, [{ project: 'kept' }], names.map((project) => ({ project }))],
    [
      /^\/api\/v1\/simulations\/\{id\}/,
      simulations.map(({ id }) => ({ id, ...result })),
      idsOf(expendableSimulations),
    ],
    [/^\/api\/v1\/webhooks\/\{id\}/, [{ id: webhook.id, delivery: delivery.id }], idsOf(expendableWebhooks)],
    [
      /^\/api\/v1\/workloads\/\{id\}/,
      [{ id: workload, decision: decision.id }],
      expendableDecisions.map(({ id }) => ({ id: workload, decision: id })),
    ],
  ];
  const expendableClusters = names.map((name) => ({ cluster: name, namespace }));
  const isDestructive = (method, path) =>
    method === 'DELETE' ||
    /\/(rotate|cancel|stop)$/.test(path) ||
    (method === 'PUT' && path === '/api/v1/clusters/{cluster}/manifests');
  return {
    /** What the path parameters of an operation may be, so that there is something: `PUT /api/v1/…/{id}`. */
    pathParameters(method, path) {
      const found = kinds.find(([prefix]) => prefix.test(path));
      if (found === undefined) return undefined;
      const [, live, expendable = expendableClusters] = found;
      if (!isDestructive(method, path)) return live;
      // Each its own share: what is deleted can't be stopped any more.
      const share = method === 'DELETE' ? 0 : path.endsWith('/cancel') ? 1 : 2;
      const size = EXPENDABLE / 3;
      return expendable.slice(share * size, (share + 1) * size);
    },
    isDestructive,
    /** The example of a body, so that it is about what the path names: a policy is revised under its own name. */
    body: (method, path, example) =>
      method === 'PUT' && path === '/api/v1/policies/{id}'
        ? { ...example, metadata: { ...example.metadata, name: 'kept' } }
        : example,
    /** Ids and names that no call may destroy. */
    spared: [
      cluster,
      'kept',
      'default',
      ...[kept, key, webhook, delivering, continuous, finished, generating, decision].map(({ id }) => id),
    ],
  };
}
