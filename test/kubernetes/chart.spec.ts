import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KubernetesObjectApi, PatchStrategy } from '@kubernetes/client-node';
import { readDocuments } from '#libs/kubernetes';
import { loadConfig } from '#libs/platform';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { generate } from '../../apps/cli/src/advise/generate.js';
import { simulate } from '../../apps/cli/src/advise/simulate.js';
import { lint, namespace, podsOf, render } from './chart.js';
import { apply, configOf, dryRun, type Manifest, ourAnswer, type Scenario } from './cluster.js';

const everything = {
  image: { digest: `sha256:${'a'.repeat(64)}`, pullSecrets: ['pull'] },
  redis: { secretName: 'redis' },
  bootstrapApiKey: { secretName: 'bootstrap' },
  kafka: {
    brokers: ['kafka-0:9093', 'kafka-1:9093'],
    deadLetterTopic: 'dead-letters',
    topicSettings: { 'runtime-events': { format: 'native' } },
    tls: { enabled: true, secretName: 'kafka-tls', mutual: true },
    sasl: { mechanism: 'scram-sha-512', username: 'reader', secretName: 'kafka-login' },
  },
  watch: { enabled: true, cluster: 'prod', leaseName: 'the-lease' },
  tracing: { endpoint: 'http://otel-collector:4318' },
  settings: { LOG_LEVEL: 'warn' },
  api: {
    autoscaling: { enabled: true },
    ingress: { enabled: true, host: 'policies.example', tlsSecretName: 'tls', className: 'nginx' },
    settings: { LOG_LEVEL: 'info' },
    tolerations: [{ key: 'dedicated', operator: 'Exists' }],
    nodeSelector: { disk: 'fast' },
    podLabels: { team: 'platform' },
    podAnnotations: { note: 'x' },
  },
  worker: { autoscaling: { enabled: true } },
  collector: { autoscaling: { enabled: true } },
  monitoring: { podMonitor: { enabled: true }, rules: { enabled: true }, dashboards: { enabled: true } },
};
const variants = [
  ['as it is', {}],
  ['with everything', everything],
] as const;

const rbac = 'rbac.authorization.k8s.io';
const policyName = 'policy-advisor-own';
const policyFile = join(mkdtempSync(join(tmpdir(), 'policy-advisor-chart-')), 'policy.yaml');
let scenario: Scenario;

/** For administrators, who may use each policy: what they may not create here is refused by the standard alone. */
const allowsAll: Manifest = {
  apiVersion: 'policy/v1beta1',
  kind: 'PodSecurityPolicy',
  metadata: {
    name: 'zz-allows-all',
    annotations: { 'seccomp.security.alpha.kubernetes.io/allowedProfileNames': '*' },
  },
  spec: {
    privileged: true,
    hostNetwork: true,
    hostPorts: [{ min: 0, max: 65_535 }],
    volumes: ['*'],
    allowedCapabilities: ['*'],
    seLinux: { rule: 'RunAsAny' },
    runAsUser: { rule: 'RunAsAny' },
    fsGroup: { rule: 'RunAsAny' },
    supplementalGroups: { rule: 'RunAsAny' },
  },
};

/** The policy that the product generates for all pods of the chart, and a user who may use that one alone. */
beforeAll(async () => {
  const manifests = render(everything);
  const workloads = join(mkdtempSync(join(tmpdir(), 'policy-advisor-chart-')), 'workloads.json');
  const accounts = manifests.filter(({ kind }) => kind === 'ServiceAccount');
  const list = { apiVersion: 'v1', kind: 'List', items: [...manifests.filter(isWorkload), ...accounts] };
  writeFileSync(workloads, JSON.stringify(list));
  const answer = generate({ filename: [workloads], per: 'all', name: policyName, grants: 'none' });
  writeFileSync(policyFile, answer.yaml ?? '');
  const policies = readDocuments(answer.yaml ?? '').documents.map(({ value }) => manifest.parse(value));
  const role = (name: string, rules: readonly object[]): Manifest => ({
    apiVersion: `${rbac}/v1`,
    kind: 'ClusterRole',
    metadata: { name },
    rules,
  });
  const binding = (name: string): Manifest => ({
    apiVersion: `${rbac}/v1`,
    kind: 'RoleBinding',
    metadata: { name, namespace },
    roleRef: { apiGroup: rbac, kind: 'ClusterRole', name },
    subjects: [{ kind: 'User', apiGroup: rbac, name: 'developer' }],
  });
  scenario = {
    namespace,
    policies,
    clusterRoles: [
      role('use-own', [
        {
          apiGroups: ['policy'],
          resources: ['podsecuritypolicies'],
          resourceNames: [policyName],
          verbs: ['use'],
        },
      ]),
      role('create-own', [{ apiGroups: [''], resources: ['pods'], verbs: ['create'] }]),
    ],
    roles: [],
    roleBindings: [binding('use-own'), binding('create-own')],
    clusterRoleBindings: [],
    serviceAccounts: accounts,
  };
  const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
  await apply([
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels } },
    ...accounts,
    ...policies,
    allowsAll,
    ...scenario.clusterRoles,
    ...scenario.roleBindings,
  ]);
});

const manifest = z.looseObject({ apiVersion: z.string(), kind: z.string(), metadata: z.looseObject({}) });

function isWorkload({ kind }: Manifest): boolean {
  return kind === 'Deployment' || kind === 'Job';
}

function kinds(manifests: readonly Manifest[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { kind = '' } of manifests) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

describe('the chart', () => {
  it('is made of what is asked for', () => {
    expect(kinds(render({}))).toEqual({
      Deployment: 3,
      Job: 1,
      NetworkPolicy: 4,
      PodDisruptionBudget: 3,
      Service: 1,
      ServiceAccount: 4,
    });
    expect(kinds(render(everything))).toEqual({
      ClusterRole: 1,
      ClusterRoleBinding: 1,
      ConfigMap: 3,
      Deployment: 3,
      HorizontalPodAutoscaler: 3,
      Ingress: 1,
      Job: 1,
      NetworkPolicy: 4,
      PodDisruptionBudget: 3,
      PodMonitor: 1,
      PrometheusRule: 1,
      Role: 1,
      RoleBinding: 1,
      Service: 1,
      ServiceAccount: 4,
    });
  });

  it.each(variants)('%s has nothing to warn of', (_, values) => {
    expect(lint(values)).toBeUndefined();
  });

  it.each(variants)('%s is taken by the API server, each manifest of it', async (_, values) => {
    const admin = KubernetesObjectApi.makeApiClient(configOf('admin'));
    const manifests = render(values).filter(({ apiVersion }) => apiVersion?.includes('coreos.com') === false);
    for (const each of manifests) {
      const taken = await admin.patch(each, undefined, 'All', 'test', true, PatchStrategy.ServerSideApply);
      expect([taken.kind, taken.metadata?.name]).toEqual([each.kind, each.metadata?.name]);
    }
  });

  it.each(variants)('%s has settings that the processes take, and no others', (_, values) => {
    for (const pod of podsOf(render(values))) {
      const { spec } = z.object({ spec: z.object({ containers: z.tuple([container]) }) }).parse(pod);
      const warnings: string[] = [];
      const environment = Object.fromEntries(spec.containers[0].env.map(({ name, value }) => [name, value]));
      loadConfig(environment, {
        readFile: (path) => fileContents[path] ?? 'x'.repeat(40),
        onWarning: (warning) => warnings.push(warning),
      });
      expect(warnings.filter((warning) => !warning.startsWith('HOST listens'))).toEqual([]);
    }
  });

  it('gives the collector, where it watches, the rights of deploy/kubernetes/watcher-rbac.yaml, and nobody a token else', () => {
    const rights = readDocuments(
      readFileSync('deploy/kubernetes/watcher-rbac.yaml', 'utf8').replaceAll(
        'policy-advisor-inventory',
        'the-lease',
      ),
    ).documents;
    const rulesOf = (manifests: readonly Record<string, unknown>[], kind: string): unknown =>
      manifests.find((each) => each['kind'] === kind)?.['rules'];
    const manifests = render(everything);
    for (const kind of ['ClusterRole', 'Role'])
      expect(rulesOf(manifests, kind)).toEqual(
        rulesOf(
          rights.map(({ value }) => value),
          kind,
        ),
      );
    const withToken = (values: object) =>
      podsOf(render(values))
        .filter(
          ({ spec }) =>
            z.looseObject({ automountServiceAccountToken: z.boolean() }).parse(spec)
              .automountServiceAccountToken,
        )
        .map(({ metadata }) => metadata?.name);
    expect([withToken({}), withToken(everything)]).toEqual([[], ['r-policy-advisor-collector']]);
  });
});

const container = z.object({ env: z.array(z.object({ name: z.string(), value: z.string() })) });
const pem = (what: string): string => `-----BEGIN ${what}-----\nAAAA\n-----END ${what}-----\n`;
const fileContents: Readonly<Record<string, string>> = {
  '/etc/policy-advisor/kafka-tls/ca.crt': pem('CERTIFICATE'),
  '/etc/policy-advisor/kafka-tls/tls.crt': pem('CERTIFICATE'),
  '/etc/policy-advisor/kafka-tls/tls.key': pem('PRIVATE KEY'),
  '/etc/policy-advisor/database/url': 'postgres://u:p@h/d',
  '/etc/policy-advisor/redis/url': 'redis://h/0',
  '/etc/policy-advisor/topics/topics.yaml': 'runtime-events: { format: native }',
};

const hardened = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    securityContext: z.looseObject({}),
    initContainers: z.unknown().optional(),
    containers: z.array(z.object({ securityContext: z.looseObject({}) })),
  }),
});
const anything = z.looseObject({}).optional();
const probed = z.object({
  spec: z.object({
    containers: z.array(
      z.object({
        name: z.string(),
        startupProbe: anything,
        livenessProbe: anything,
        readinessProbe: anything,
        lifecycle: anything,
      }),
    ),
  }),
});

describe('the pods of the chart', () => {
  it.each(variants)(
    '%s pass the restricted Pod Security Standard, and the policy that the product generates for them',
    async (_, values) => {
      for (const pod of podsOf(render(values))) {
        const ours = ourAnswer(scenario, 'developer', pod);
        expect([pod.metadata?.name, ours.allowed, ours.psp]).toEqual([pod.metadata?.name, true, policyName]);
        expect(await dryRun('developer', pod)).toMatchObject({
          pod: { metadata: { annotations: { 'kubernetes.io/psp': policyName } } },
        });
      }
    },
  );

  it.each(variants)(
    '%s run neither as root nor with capabilities, and can not write to their file systems',
    (_, values) => {
      const pods = podsOf(render(values)).map((pod) => hardened.parse(pod));
      expect(pods.map(({ metadata }) => metadata.name).toSorted()).toEqual(
        ['api', 'collector', 'migrate', 'worker'].map((component) => `r-policy-advisor-${component}`),
      );
      for (const { spec } of pods) {
        expect(spec.securityContext).toEqual({
          runAsNonRoot: true,
          runAsUser: 65_532,
          runAsGroup: 65_532,
          fsGroup: 65_532,
          seccompProfile: { type: 'RuntimeDefault' },
        });
        expect(spec.initContainers).toBeUndefined();
        expect(spec.containers.map(({ securityContext }) => securityContext)).toEqual([
          {
            privileged: false,
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
        ]);
      }
    },
  );

  it.each(variants)(
    '%s are probed, but for the one that ends, and the API drains before it stops',
    (_, values) => {
      const drain = ['node', '-e', 'setTimeout(() => undefined, 5000)'];
      const probes = {
        startupProbe: { httpGet: { path: '/healthz', port: 'http' }, periodSeconds: 2, failureThreshold: 60 },
        livenessProbe: {
          httpGet: { path: '/healthz', port: 'http' },
          periodSeconds: 10,
          timeoutSeconds: 5,
          failureThreshold: 6,
        },
        readinessProbe: {
          httpGet: { path: '/readyz', port: 'http' },
          periodSeconds: 5,
          timeoutSeconds: 4,
          failureThreshold: 2,
        },
      };
      const containers = podsOf(render(values)).flatMap((pod) => probed.parse(pod).spec.containers);
      expect(Object.fromEntries(containers.map(({ name, ...rest }) => [name, rest]))).toEqual({
        api: { ...probes, lifecycle: { preStop: { exec: { command: drain } } } },
        worker: probes,
        collector: probes,
        migrate: {},
      });
    },
  );

  it('would not, if they asked for more: by the standard, the API server and the engine', async () => {
    const [pod] = podsOf(render({}));
    const greedy = { ...pod, spec: { ...z.looseObject({}).parse(pod?.['spec']), hostNetwork: true } };
    expect(ourAnswer(scenario, 'developer', greedy).allowed).toBe(false);
    expect(await dryRun('developer', greedy)).toMatchObject({ code: 403 });
    expect(await dryRun('admin', greedy)).toMatchObject({
      message: expect.stringContaining('violates PodSecurity "restricted:latest"'),
    });
  });

  it('pass in a simulation of the product as well', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'policy-advisor-chart-')), 'workloads.json');
    const manifests = render(everything).filter((each) => isWorkload(each) || each.kind === 'ServiceAccount');
    writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: manifests }));
    const { exitCode, result } = simulate({ filename: [file], policies: [policyFile] });
    expect([exitCode, result]).toMatchObject([0, { counts: { passes: 4, 'at-risk': 0, breaks: 0 } }]);
  });
});
