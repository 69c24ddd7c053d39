import {
  container,
  ephemeralContainer,
  seLinuxOptions,
  seccompProfile,
  windowsSecurityContextOptions,
} from './container-schema.js';
import { labelSelector, localObjectReference, objectMeta } from './metadata-schema.js';
import { volume } from './volume-schema.js';
import type { Pod, PodSpec } from './pod.js';
import {
  anything,
  boolean,
  int32,
  int64,
  list,
  map,
  object,
  quantity,
  string,
  type Schema,
  byValue,
} from './schema.js';

/** The v1 Pod (k8s.io/api/core/v1/types.go, v0.24.17). `status` is carried unread: no decision depends on it. */
const sysctl = object(
  {
    name: string,
    value: string,
  },
  ['name', 'value'],
);

const podSecurityContext = object({
  seLinuxOptions,
  windowsOptions: windowsSecurityContextOptions,
  runAsUser: int64,
  runAsGroup: int64,
  runAsNonRoot: boolean,
  supplementalGroups: list(int64),
  fsGroup: int64,
  sysctls: list(sysctl),
  fsGroupChangePolicy: string,
  seccompProfile,
});

const nodeSelectorRequirement = object({
  key: string,
  operator: string,
  values: list(string),
});

const nodeSelectorTerm = object({
  matchExpressions: list(nodeSelectorRequirement),
  matchFields: list(nodeSelectorRequirement),
});

const nodeSelector = object({
  nodeSelectorTerms: list(nodeSelectorTerm),
});

const preferredSchedulingTerm = object({
  weight: int32,
  preference: nodeSelectorTerm,
});

const nodeAffinity = object({
  requiredDuringSchedulingIgnoredDuringExecution: nodeSelector,
  preferredDuringSchedulingIgnoredDuringExecution: list(preferredSchedulingTerm),
});

const podAffinityTerm = object({
  labelSelector,
  namespaces: list(string),
  topologyKey: string,
  namespaceSelector: labelSelector,
});

const weightedPodAffinityTerm = object({
  weight: int32,
  podAffinityTerm,
});

const podAffinity = object({
  requiredDuringSchedulingIgnoredDuringExecution: list(podAffinityTerm),
  preferredDuringSchedulingIgnoredDuringExecution: list(weightedPodAffinityTerm),
});

const podAntiAffinity = object({
  requiredDuringSchedulingIgnoredDuringExecution: list(podAffinityTerm),
  preferredDuringSchedulingIgnoredDuringExecution: list(weightedPodAffinityTerm),
});

const affinity = object({
  nodeAffinity,
  podAffinity,
  podAntiAffinity,
});

const toleration = object({
  key: byValue(string),
  operator: byValue(string),
  value: byValue(string),
  effect: byValue(string),
  tolerationSeconds: int64,
});

const hostAlias = object({
  ip: byValue(string),
  hostnames: list(string),
});

const podDNSConfigOption = object({
  name: byValue(string),
  value: string,
});

const podDNSConfig = object({
  nameservers: list(string),
  searches: list(string),
  options: list(podDNSConfigOption),
});

const podReadinessGate = object({
  conditionType: string,
});

const topologySpreadConstraint = object({
  maxSkew: int32,
  topologyKey: string,
  whenUnsatisfiable: string,
  labelSelector,
  minDomains: int32,
});

const podOS = object({
  name: string,
});

export const podSpec: Schema<PodSpec> = object(
  {
    volumes: list(volume),
    initContainers: list(container),
    containers: list(container),
    ephemeralContainers: list(ephemeralContainer),
    restartPolicy: byValue(string),
    terminationGracePeriodSeconds: int64,
    activeDeadlineSeconds: int64,
    dnsPolicy: byValue(string),
    nodeSelector: map(string),
    serviceAccountName: byValue(string),
    serviceAccount: byValue(string),
    automountServiceAccountToken: boolean,
    nodeName: byValue(string),
    hostNetwork: byValue(boolean),
    hostPID: byValue(boolean),
    hostIPC: byValue(boolean),
    shareProcessNamespace: boolean,
    securityContext: podSecurityContext,
    imagePullSecrets: list(localObjectReference),
    hostname: byValue(string),
    subdomain: byValue(string),
    affinity,
    schedulerName: byValue(string),
    tolerations: list(toleration),
    hostAliases: list(hostAlias),
    priorityClassName: byValue(string),
    priority: int32,
    dnsConfig: podDNSConfig,
    readinessGates: list(podReadinessGate),
    runtimeClassName: string,
    enableServiceLinks: boolean,
    preemptionPolicy: string,
    overhead: map(quantity),
    topologySpreadConstraints: list(topologySpreadConstraint),
    setHostnameAsFQDN: boolean,
    os: podOS,
  },
  ['containers'],
);

export const pod: Schema<Pod> = object(
  {
    kind: byValue(string),
    apiVersion: byValue(string),
    metadata: objectMeta,
    spec: podSpec,
    status: anything,
  },
  ['metadata', 'spec'],
);
