/** A container of Kubernetes, as its name in the container runtime tells. */
export interface NamedByRuntime {
  /** Undefined for the sandbox of the pod, which no container of its spec is. */
  readonly container: string | undefined;
  readonly pod: string;
  readonly namespace: string;
  readonly uid: string;
}

/** The name of the pause container, which holds the namespaces of the pod. */
const sandbox = 'POD';

/**
 * `k8s_<container>_<pod>_<namespace>_<uid>_<attempt>`: Docker's name of a container that the kubelet has made (dockershim in
 * Kubernetes up to 1.23, cri-dockerd since: naming.go), and CRI-O's. A number follows where the name was taken, and a slash
 * goes before it in what Docker itself lists. None of these names may hold a `_`.
 */
const pattern = /^\/?k8s_([^_]+)_([^_]+)_([^_]+)_([^_]+)_\d+(?:_[0-9a-f]+)?$/;

/** What the name says that a container runtime has for a container; undefined for any other name. */
export function namedByRuntime(name: string): NamedByRuntime | undefined {
  const [, container, pod, namespace, uid] = pattern.exec(name) ?? [];
  if (pod === undefined || namespace === undefined || uid === undefined) return undefined;
  return { container: container === sandbox ? undefined : container, pod, namespace, uid };
}
