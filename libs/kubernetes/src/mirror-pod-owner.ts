/**
 * Whether an owner is the node of a pod: that of the mirror of a static pod, which the kubelet makes by itself
 * (pkg/kubelet/pod/mirror_client.go). A node controls no pods: each static pod is a workload of its own.
 */
export function isNodeOwner({ kind }: { readonly kind?: string | undefined }): boolean {
  return kind === 'Node';
}
