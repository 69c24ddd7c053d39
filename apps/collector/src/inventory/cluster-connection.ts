import { KubeConfig } from '@kubernetes/client-node';

/** How a cluster is reached. */
export interface ClusterConnection {
  /** Reads the configuration anew. Throws if there is none. */
  readonly load: () => KubeConfig;
  /** The namespace of the pod, or of the kubeconfig's context. */
  readonly namespace: string;
}

/** By a kubeconfig file, or as the service account of the pod in which this process runs. Throws if neither can be. */
export function connectionOf(kubeconfig: string | undefined): ClusterConnection {
  const load = (): KubeConfig => {
    const config = new KubeConfig();
    if (kubeconfig === undefined) config.loadFromCluster();
    else config.loadFromFile(kubeconfig);
    if (config.getCurrentCluster() === null)
      throw new Error(`KUBECONFIG: ${kubeconfig} has no current context`);
    return config;
  };
  const config = load();
  if (kubeconfig === undefined && config.getCurrentCluster()?.server.includes('undefined') === true) {
    throw new Error('KUBERNETES_WATCH=true needs KUBECONFIG outside of a pod');
  }
  const context = config.getContextObject(config.getCurrentContext());
  return { load, namespace: context?.namespace?.trim() || 'default' };
}
