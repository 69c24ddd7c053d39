import { applyPatch } from 'rfc6902';
import { describe, expect, it } from 'vitest';

import { expandWorkload, type PodShape } from '#libs/kubernetes';
import type { ProfileItem, RuntimeProfile } from '#libs/profiles';
import { decodePolicy, type PodSecurityPolicy } from '#libs/psp';

import { NODE, observed, seen } from '../../../../test/data/advisor/observed.js';
import { type Verdict, verdict as verdictSchema } from '../verdict.js';
import { judge } from './judge.js';

const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop' },
  spec: {
    replicas: 3,
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: {
        hostNetwork: true,
        containers: [
          {
            name: 'nginx',
            image: 'nginx:1.27',
            ports: [{ containerPort: 80, hostPort: 80 }],
            securityContext: { privileged: true },
          },
        ],
      },
    },
  },
};

const restricted = {
  apiVersion: 'policy/v1beta1',
  kind: 'PodSecurityPolicy',
  metadata: { name: 'restricted' },
  spec: {
    privileged: false,
    hostNetwork: false,
    hostPorts: [{ min: 80, max: 80 }],
    volumes: ['configMap', 'emptyDir', 'projected', 'secret'],
    runAsUser: { rule: 'RunAsAny' },
    seLinux: { rule: 'RunAsAny' },
    fsGroup: { rule: 'RunAsAny' },
    supplementalGroups: { rule: 'RunAsAny' },
  },
};

const capability = (name: string) =>
  seen(
    { dimension: 'capability', capability: name, granted: true, uid: 0 },
    { pods: 60, days: 30, count: 60 },
  );

const profile: RuntimeProfile = {
  workload: { cluster: 'prod', namespace: 'shop', kind: 'Deployment', name: 'web' },
  pods: 60,
  nodeFacts: [NODE],
  containers: [
    observed('nginx', {
      watched: [
        'capability',
        'device',
        'exec',
        'file',
        'listen',
        'connect',
        'raw-socket',
        'unix-connect',
        'sysctl',
        'mount',
      ],
      items: [
        capability('CHOWN'),
        capability('SETGID'),
        capability('SETUID'),
        seen(
          { dimension: 'listen', protocol: 'tcp', address: '0.0.0.0', port: 80, hostNetwork: true },
          { pods: 60, days: 30 },
        ),
        seen(
          { dimension: 'file', path: '/var/cache/nginx/client_temp', operation: 'write', place: 'root' },
          { pods: 60, days: 30 },
        ),
      ],
    }),
  ],
};

describe('a privileged nginx on the host network under a restrictive policy', () => {
  const result = judge({
    workload: { cluster: 'prod', namespace: 'shop', kind: 'Deployment', name: 'web' },
    shapes: shapesOf(deployment),
    manifest: deployment,
    policies: [policyOf(restricted)],
    policySet: 'only-these',
    profile,
  });

  const listen80 = item({
    dimension: 'listen',
    protocol: 'tcp',
    address: '0.0.0.0',
    port: 80,
    hostNetwork: true,
  });
  const aMonth = {
    level: 'strong',
    podsObserved: 60,
    startsObserved: 60,
    daysObserved: 30,
    from: '2026-03-01T00:00:00Z',
    to: '2026-03-30T23:00:00Z',
    lossRatio: 0,
    // 1 − 0.05^(1/30): of the 60 starts and the 30 days the fewer count
    unseen: 0.0951,
    expectedNew: 0,
  };
  const notNeeded =
    'Nothing that only a privileged container may do (capabilities in use, all kept: CHOWN, SETGID and SETUID) was observed in 60 pod starts on 30 days (at most 9.5 % of further starts may still show it).';

  it('breaks at admission, for the host network, which it uses, and for privileged, which it does not use', () => {
    expect({ ...result, remedies: [] }).toEqual({
      workload: { cluster: 'prod', namespace: 'shop', kind: 'Deployment', name: 'web' },
      verdict: 'breaks',
      stage: 'admission',
      mutated: false,
      findings: [
        {
          outcome: 'breaks',
          stage: 'admission',
          field: 'hostNetwork',
          reason: 'not-allowed-by-policy',
          detail:
            'Host network is not allowed to be used. In use: The container listens on tcp/80 of the node; without a hostPort nothing answers there any more.',
          policy: 'restricted',
          path: 'spec.hostNetwork',
          usage: 'in-use',
          evidence: { ...aMonth, observations: [listen80] },
        },
        {
          outcome: 'breaks',
          stage: 'admission',
          field: 'privileged',
          reason: 'not-allowed-by-policy',
          detail: `Privileged containers are not allowed. Not in use: ${notNeeded}`,
          policy: 'restricted',
          container: 'nginx',
          path: 'spec.containers[0].securityContext.privileged',
          usage: 'not-in-use',
          evidence: { ...aMonth, observations: [] },
        },
      ],
      remedies: [],
    });
  });

  it('offers the policy patch that admits it', () => {
    expect(result.remedies[0]).toEqual({
      kind: 'broaden',
      target: { apiVersion: 'policy/v1beta1', kind: 'PodSecurityPolicy', name: 'restricted' },
      summary: 'Broaden policy restricted to allow what the workload asks for: hostNetwork, privileged.',
      patch: [
        { op: 'replace', path: '/spec/privileged', value: true },
        { op: 'replace', path: '/spec/hostNetwork', value: true },
      ],
      manifest: [
        'apiVersion: policy/v1beta1',
        'kind: PodSecurityPolicy',
        'metadata:',
        '  name: restricted',
        'spec:',
        '  privileged: true',
        '  hostNetwork: true',
        '  hostPorts:',
        '    - min: 80',
        '      max: 80',
        '  volumes:',
        '    - configMap',
        '    - emptyDir',
        '    - projected',
        '    - secret',
        '  runAsUser:',
        '    rule: RunAsAny',
        '  seLinux:',
        '    rule: RunAsAny',
        '  fsGroup:',
        '    rule: RunAsAny',
        '  supplementalGroups:',
        '    rule: RunAsAny',
        '',
      ].join('\n'),
      outcome: 'passes',
      findings: [],
    });
  });

  it('offers the Deployment patch that fits the policy, and says what would survive it', () => {
    const hostNetwork = {
      stage: 'runtime',
      field: 'hostNetwork',
      container: 'nginx',
      path: 'spec.hostNetwork',
    };
    expect(result.remedies.slice(1)).toEqual([
      {
        kind: 'reduce',
        target: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' },
        summary:
          'Reduce the workload to fit policy restricted (hostNetwork, privileged): nothing that was observed is known to break, but not all of it is proven.',
        patch: [
          { op: 'remove', path: '/spec/template/spec/hostNetwork' },
          {
            op: 'replace',
            path: '/spec/template/spec/containers/0/securityContext/privileged',
            value: false,
          },
        ],
        manifest: [
          'spec:',
          '  template:',
          '    spec:',
          '      hostNetwork: null',
          '      containers:',
          '        - name: nginx',
          '          securityContext:',
          '            privileged: false',
          '',
        ].join('\n'),
        outcome: 'at-risk',
        stage: 'runtime',
        findings: [
          {
            outcome: 'at-risk',
            ...hostNetwork,
            reason: 'listen-replaced-by-host-port',
            detail:
              'The container listens on tcp/80 of the node; a hostPort forwards to it, with another path for the packets (source addresses, health checks from the node).',
            evidence: { ...aMonth, observations: [listen80] },
          },
          {
            outcome: 'passes',
            ...hostNetwork,
            reason: 'host-network-otherwise-not-used',
            detail:
              "No other use of the node's network was observed in 60 pod starts on 30 days (at most 9.5 % of further starts may still show it).",
            evidence: { ...aMonth, observations: [] },
          },
          {
            outcome: 'passes',
            stage: 'runtime',
            field: 'privileged',
            container: 'nginx',
            path: 'spec.containers[0].securityContext.privileged',
            reason: 'privileged-not-used',
            detail: notNeeded,
            evidence: { ...aMonth, observations: [] },
          },
        ],
      },
    ]);
  });

  it('holds to the contract of verdicts', () => {
    expect(verdictSchema.parse(result)).toEqual(result);
  });

  it('is judged the same again with each remedy applied', () => {
    const [broaden, reduce] = result.remedies;
    const policy = structuredClone(restricted);
    const workload = structuredClone(deployment);
    expect(applyPatch(policy, broaden?.patch ?? [])).toEqual([null, null]);
    expect(applyPatch(workload, reduce?.patch ?? [])).toEqual([null, null]);
    expect(judgeDeployment(deployment, policy).verdict).toBe('passes');
    expect(judgeDeployment(workload, restricted).verdict).toBe('passes');
  });
});

describe('the same workload, whose listen no hostPort may replace', () => {
  const { hostPorts: _, ...spec } = restricted.spec;
  const result = judgeDeployment(deployment, { ...restricted, spec });

  it('is refused for the host port too', () => {
    expect(result.findings.map(({ field, usage }) => [field, usage])).toEqual([
      ['hostNetwork', 'in-use'],
      ['hostPorts', 'not-in-use'],
      ['privileged', 'not-in-use'],
    ]);
  });

  it('can be reduced, but the listen on the node would not survive it', () => {
    const reduce = result.remedies.find(({ kind }) => kind === 'reduce');
    expect(reduce?.patch).toEqual([
      { op: 'remove', path: '/spec/template/spec/hostNetwork' },
      { op: 'remove', path: '/spec/template/spec/containers/0/ports/0/hostPort' },
      { op: 'replace', path: '/spec/template/spec/containers/0/securityContext/privileged', value: false },
    ]);
    expect([reduce?.outcome, reduce?.stage]).toEqual(['breaks', 'runtime']);
    expect(reduce?.findings[0]?.reason).toBe('node-listen-in-use');
  });

  it('can be admitted by a policy that allows the port', () => {
    const broaden = result.remedies.find(({ kind }) => kind === 'broaden');
    expect(broaden?.patch).toEqual([
      { op: 'add', path: '/spec/hostPorts', value: [{ min: 80, max: 80 }] },
      { op: 'replace', path: '/spec/privileged', value: true },
      { op: 'replace', path: '/spec/hostNetwork', value: true },
    ]);
  });
});

describe('a privileged container that uses NET_ADMIN and the tun device', () => {
  const vpn = {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'vpn', namespace: 'shop' },
    spec: {
      selector: { matchLabels: { app: 'vpn' } },
      template: {
        metadata: { labels: { app: 'vpn' } },
        spec: { containers: [{ name: 'tunnel', image: 'vpn:1', securityContext: { privileged: true } }] },
      },
    },
  };
  const policy = {
    ...restricted,
    spec: {
      ...restricted.spec,
      allowedCapabilities: ['NET_ADMIN'],
      volumes: ['hostPath', 'projected'],
      allowedHostPaths: [{ pathPrefix: '/dev/net/tun' }],
    },
  };
  const result = judge({
    workload: { cluster: 'prod', namespace: 'shop', kind: 'DaemonSet', name: 'vpn' },
    shapes: shapesOf(vpn),
    manifest: vpn,
    policies: [policyOf(policy)],
    profile: {
      ...profile,
      containers: [
        observed('tunnel', {
          watched: ['capability', 'device', 'exec', 'file', 'mount', 'sysctl'],
          items: [
            capability('NET_ADMIN'),
            seen({ dimension: 'device', path: '/dev/net/tun', operation: 'write' }, { pods: 60, days: 30 }),
          ],
        }),
      ],
    },
  });

  it('can give up privileged for the capability and the device', () => {
    const reduce = result.remedies.find(({ kind }) => kind === 'reduce');
    expect([reduce?.outcome, reduce?.manifest]).toEqual([
      'passes',
      [
        'spec:',
        '  template:',
        '    spec:',
        '      containers:',
        '        - name: tunnel',
        '          securityContext:',
        '            privileged: false',
        '            capabilities:',
        '              add:',
        '                - NET_ADMIN',
        '          volumeMounts:',
        '            - name: dev-net-tun',
        '              mountPath: /dev/net/tun',
        '      volumes:',
        '        - name: dev-net-tun',
        '          hostPath:',
        '            path: /dev/net/tun',
        '            type: CharDevice',
        '',
      ].join('\n'),
    ]);
  });
});

function judgeDeployment(document: typeof deployment, policy: object): Verdict {
  return judge({
    workload: { cluster: 'prod', namespace: 'shop', kind: 'Deployment', name: 'web' },
    shapes: shapesOf(document),
    manifest: document,
    policies: [policyOf(policy)],
    profile,
  });
}

function item(fields: Readonly<Record<string, unknown>>): ProfileItem {
  return seen(fields, { pods: 60, days: 30 });
}

function shapesOf(document: unknown): PodShape[] {
  const expansion = expandWorkload(document, { cluster: 'prod' });
  if (!expansion.ok) throw new Error(JSON.stringify(expansion.errors));
  return expansion.workloads.map(({ workload, templatePath, pod }) => ({
    workload,
    origin: 'template',
    templatePath,
    pod,
  }));
}

function policyOf(document: unknown): PodSecurityPolicy {
  const decoded = decodePolicy(document);
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.errors));
  return decoded.value;
}
