import type { Container, Pod, PodShape, PodSpec } from '#libs/kubernetes';

/** A container with an image. */
export function container(name: string, more: Omit<Container, 'name'> = {}): Container {
  return { name, image: 'registry.example/app:1.0', ...more };
}

/** A pod shape of a Deployment whose template holds the spec; no token is mounted unless asked for. */
export function deployment(
  name: string,
  spec: PodSpec,
  { namespace = 'shop', annotations }: { namespace?: string; annotations?: Record<string, string> } = {},
): PodShape {
  const pod: Pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { generateName: `${name}-`, namespace, ...(annotations !== undefined && { annotations }) },
    spec: { automountServiceAccountToken: false, ...spec },
  };
  const workload = { cluster: 'test', namespace, kind: 'Deployment', name };
  return { workload, origin: 'template', templatePath: '/spec/template', pod };
}
