/** A PodSecurityPolicy that lets nothing pass that is privileged or near the node. */
export const restrictedPolicy = `# what every team starts from
apiVersion: policy/v1beta1
kind: PodSecurityPolicy
metadata:
  name: restricted
spec:
  privileged: false
  allowPrivilegeEscalation: true
  hostNetwork: false
  volumes: ['configMap', 'emptyDir', 'projected', 'secret', 'downwardAPI', 'persistentVolumeClaim']
  runAsUser: { rule: RunAsAny }
  seLinux: { rule: RunAsAny }
  supplementalGroups: { rule: RunAsAny }
  fsGroup: { rule: RunAsAny }
`;

/** An nginx that is privileged and on the host network, as the reference scenario has it. */
export const nginxDeployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: nginx
  namespace: shop
spec:
  replicas: 2
  selector: { matchLabels: { app: nginx } }
  template:
    metadata: { labels: { app: nginx } }
    spec:
      hostNetwork: true
      containers:
        - name: nginx
          image: nginx:1.27
          ports: [{ containerPort: 80, hostPort: 80 }]
          securityContext: { privileged: true }
`;

export const plainDeployment = `apiVersion: apps/v1
kind: Deployment
metadata: { name: plain, namespace: shop }
spec:
  selector: { matchLabels: { app: plain } }
  template:
    metadata: { labels: { app: plain } }
    spec: { containers: [{ name: main, image: 'registry.example/plain:1' }] }
`;
