/** What is simulated: each workload has an image of its own, so that each is judged. */

function deployment(index: number): object {
  const name = `web-${index}`;
  const labels = { app: name, tier: index % 3 === 0 ? 'front' : 'back' };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: index % 2 === 0 ? 'shop' : 'edge' },
    spec: {
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels },
        spec: {
          ...(index % 5 === 0 && { hostNetwork: true }),
          containers: [
            {
              name: 'main',
              image: `registry.example/web:${index}`,
              ...(index % 7 === 0 && { securityContext: { privileged: true } }),
            },
          ],
        },
      },
    },
  };
}

/** A List of Deployments in two namespaces. */
export function manifests(count: number): object {
  return {
    apiVersion: 'v1',
    kind: 'List',
    items: Array.from({ length: count }, (_, index) => deployment(index)),
  };
}

const any = { rule: 'RunAsAny' };

function policy(name: string, spec: object): object {
  return {
    document: {
      apiVersion: 'policy/v1beta1',
      kind: 'PodSecurityPolicy',
      metadata: { name },
      spec: { ...spec, volumes: ['*'], runAsUser: any, seLinux: any, fsGroup: any, supplementalGroups: any },
    },
  };
}

const strict = policy('strict', { privileged: false });
const hosts = policy('hosts', { hostNetwork: true });

/** What is asked, in turns; each has other results. */
export const orders: readonly object[] = [
  { policies: [strict] },
  { policies: [strict, hosts] },
  { policies: [strict], scope: { namespaces: ['edge'] } },
  { policies: [hosts], scope: { labelSelector: 'tier=front' } },
];
