import { createHash } from 'node:crypto';

/** The reference scenario: an nginx that is privileged and on the host network, and a policy that allows neither. */

export const CLUSTER = 'demo';
export const NAMESPACE = 'demo';
export const POLICY_NAME = 'demo-restrictive';

export const policyYaml = `apiVersion: policy/v1beta1
kind: PodSecurityPolicy
metadata:
  name: ${POLICY_NAME}
spec:
  privileged: false
  hostNetwork: false
  hostPorts:
    - { min: 80, max: 80 }
  volumes: [configMap, emptyDir, projected, secret]
  runAsUser: { rule: RunAsAny }
  seLinux: { rule: RunAsAny }
  supplementalGroups: { rule: RunAsAny }
  fsGroup: { rule: RunAsAny }
`;

export const deploymentYaml = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: nginx
  namespace: ${NAMESPACE}
spec:
  replicas: 2
  selector:
    matchLabels: { app: nginx }
  template:
    metadata:
      labels: { app: nginx }
    spec:
      hostNetwork: true
      containers:
        - name: nginx
          image: nginx:1.27
          ports:
            - { containerPort: 80, hostPort: 80 }
          securityContext:
            privileged: true
`;

const DAYS = 30;
const STARTS_A_DAY = 2;
const DAY = 86_400_000;

const covers =
  'syscall capability identity exec file device listen connect raw-socket host-process host-ipc mount sysctl denial accept unix-connect'.split(
    ' ',
  );

/**
 * What an agent on the node would have sent: two pod starts of nginx on each of the thirty days before `now`, watched
 * from the first process to the last. It binds port 80, drops to its worker's uid and writes its cache, and does nothing that only a
 * privileged container may do. The same day gives the same events, so that sending them again changes nothing.
 */
export function runtimeEvents(now: Date): readonly object[] {
  const today = Math.floor(now.getTime() / DAY) * DAY;
  const instance = uuidOf(`policy-advisor demo ${new Date(today).toISOString()}`);
  return Array.from({ length: DAYS * STARTS_A_DAY }, (_, sequence) => {
    const start = new Date(
      today - (DAYS - Math.floor(sequence / STARTS_A_DAY)) * DAY + (sequence % STARTS_A_DAY) * 3_600_000,
    );
    return runtimeEvent(start, sequence, instance);
  });
}

function runtimeEvent(start: Date, sequence: number, instance: string): object {
  const first = start.toISOString();
  const last = new Date(start.getTime() + 60_000).toISOString();
  const seen = (count: number) => ({ count, first, last });
  const capability = (name: string) => ({
    dimension: 'capability',
    capability: name,
    granted: true,
    uid: 0,
    ...seen(1),
  });
  return {
    schema: 'runtime-events/v1',
    cluster: CLUSTER,
    node: 'node-1',
    agent: { name: 'demo', version: '1.0.0', instance },
    sequence,
    sentAt: last,
    covers,
    nodeFacts: {
      runtime: 'containerd://1.7.20',
      unprivilegedPortStart: 0,
      cgroup: 'v2',
      apparmor: false,
      selinux: false,
    },
    containers: [
      {
        namespace: NAMESPACE,
        pod: { name: podName(sequence), uid: uuidOf(`pod ${sequence}`) },
        owner: { kind: 'ReplicaSet', name: 'nginx-7d9c8b6f5' },
        container: {
          name: 'nginx',
          id: `containerd://${createHash('sha256').update(`${instance} ${sequence}`).digest('hex')}`,
          image: 'nginx:1.27',
          imageDigest: `sha256:${createHash('sha256').update('nginx:1.27').digest('hex')}`,
          imageUser: '',
          startedAt: first,
          fromStart: true,
          endedAt: last,
        },
        observations: [
          capability('NET_BIND_SERVICE'),
          capability('SETUID'),
          capability('SETGID'),
          capability('CHOWN'),
          { dimension: 'identity', uid: 0, gid: 0, firstProcess: true, ...seen(1) },
          { dimension: 'identity', uid: 101, gid: 101, firstProcess: false, ...seen(2) },
          { dimension: 'exec', path: '/usr/sbin/nginx', entrypoint: true, ...seen(1) },
          {
            dimension: 'listen',
            protocol: 'tcp',
            address: '0.0.0.0',
            port: 80,
            hostNetwork: true,
            ...seen(1),
          },
          {
            dimension: 'file',
            path: '/var/cache/nginx/client_temp',
            operation: 'write',
            place: 'root',
            ...seen(5),
          },
          { dimension: 'file', path: '/run/nginx.pid', operation: 'write', place: 'root', ...seen(1) },
        ],
      },
    ],
  };
}

// Names as a ReplicaSet's pods have them: five characters of an alphabet without vowels.
function podName(sequence: number): string {
  const alphabet = 'bcdfghjklmnpqrstvwxz2456789';
  const letter = (position: number): string =>
    alphabet.charAt(Math.floor(sequence / alphabet.length ** position) % alphabet.length);
  return `nginx-7d9c8b6f5-zx5${letter(1)}${letter(0)}`;
}

function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
