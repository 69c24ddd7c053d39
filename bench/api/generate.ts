/** Workloads as they are: copies of few templates under many names, in many namespaces. Always the same ones. */

export const SHAPES = 5_000;
const NAMESPACES = 200;

function pick<T>(values: readonly [T, ...T[]], at: number): T {
  return values[at % values.length] ?? values[0];
}

function container(shape: number, index: number): object {
  return {
    name: `c${index}`,
    image: `registry.example/app-${shape}:${index}`,
    args: ['--config=/etc/app/config.yaml'],
    ports: [{ name: 'http', containerPort: 8080 + index }],
    env: [
      { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      { name: 'LEVEL', value: 'info' },
    ],
    resources: { limits: { cpu: '500m', memory: '256Mi' }, requests: { cpu: '50m' } },
    livenessProbe: { httpGet: { path: '/healthz', port: 'http' }, initialDelaySeconds: 5 },
    volumeMounts: [{ name: 'config', mountPath: '/etc/app', readOnly: true }],
    securityContext: pick<object>(
      [
        {},
        {},
        { runAsUser: 1000 + (shape % 50), allowPrivilegeEscalation: false },
        { capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] } },
        { readOnlyRootFilesystem: true, runAsNonRoot: true },
        { privileged: true },
      ],
      shape + index,
    ),
  };
}

export function namespaceOf(index: number): string {
  return `team-${(index * 7919) % NAMESPACES}`;
}

/** The Deployment of that number; `SHAPES` of them have pods that differ in more than labels. */
export function deployment(index: number): object {
  const shape = index % SHAPES;
  const labels = { app: `app-${index}` };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: `app-${index}`, namespace: namespaceOf(index), labels },
    spec: {
      replicas: 1 + (index % 4),
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          ...(shape % 40 === 0 && { hostNetwork: true }),
          containers: Array.from({ length: 1 + (shape % 3) }, (_, at) => container(shape, at)),
          volumes: [
            { name: 'config', configMap: { name: 'config' } },
            ...(shape % 25 === 0 ? [{ name: 'logs', hostPath: { path: '/var/log' } }] : []),
          ],
        },
      },
    },
  };
}

const ANY = { rule: 'RunAsAny' };

/** Ten policies, from one that allows all to one that allows little. */
export const policies: readonly object[] = Array.from({ length: 10 }, (_, strictness) => ({
  apiVersion: 'policy/v1beta1',
  kind: 'PodSecurityPolicy',
  metadata: { name: `policy-${strictness}` },
  spec: {
    privileged: false,
    hostNetwork: strictness < 2,
    allowPrivilegeEscalation: strictness < 6,
    readOnlyRootFilesystem: strictness > 7,
    ...(strictness < 5 && { allowedCapabilities: ['NET_BIND_SERVICE'] }),
    requiredDropCapabilities: strictness > 4 ? ['NET_RAW'] : [],
    volumes: strictness < 3 ? ['*'] : ['configMap', 'secret', 'projected', 'emptyDir'],
    runAsUser: strictness > 8 ? { rule: 'MustRunAsNonRoot' } : ANY,
    seLinux: ANY,
    fsGroup: ANY,
    supplementalGroups: ANY,
  },
}));

const COVERS = ['capability', 'identity', 'exec', 'file', 'listen', 'connect'];

/** A batch of runtime events, one first container of each of the Deployments. `at`: ISO 8601 in UTC. */
export function runtimeEvents(
  cluster: string,
  sequence: number,
  indexes: readonly number[],
  at: string,
): object {
  const once = { count: 1, first: at, last: at };
  return {
    schema: 'runtime-events/v1',
    cluster,
    node: 'node-1',
    agent: { name: 'bench', version: '1', instance: '5b0c5a3e-6f0f-4a26-9b87-0d6c4c1a7e11' },
    sequence,
    sentAt: at,
    covers: COVERS,
    containers: indexes.map((index) => ({
      namespace: namespaceOf(index),
      pod: {
        name: `app-${index}-7d9c8b6f5-x2k4q`,
        uid: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      },
      owner: { kind: 'ReplicaSet', name: `app-${index}-7d9c8b6f5` },
      container: {
        name: 'c0',
        image: `registry.example/app-${index % SHAPES}:0`,
        startedAt: at,
        fromStart: true,
      },
      observations: [
        { dimension: 'capability', capability: 'NET_BIND_SERVICE', granted: true, uid: 0, ...once },
        { dimension: 'listen', protocol: 'tcp', address: '0.0.0.0', port: 8080, hostNetwork: false, ...once },
      ],
    })),
  };
}
