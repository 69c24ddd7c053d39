import type { Container } from './pod.js';
import {
  boolean,
  int32,
  int64,
  intOrString,
  list,
  map,
  object,
  quantity,
  string,
  type Schema,
} from './schema.js';

/** Containers of a pod (k8s.io/api/core/v1/types.go, v0.24.17). */
export const objectFieldSelector = object({
  apiVersion: string,
  fieldPath: string,
});

export const resourceFieldSelector = object({
  containerName: string,
  resource: string,
  divisor: quantity,
});

export const resourceRequirements = object({
  limits: map(quantity),
  requests: map(quantity),
});

const containerPort = object({
  name: string,
  hostPort: int32,
  containerPort: int32,
  protocol: string,
  hostIP: string,
});

const configMapEnvSource = object({
  name: string,
  optional: boolean,
});

const secretEnvSource = object({
  name: string,
  optional: boolean,
});

const envFromSource = object({
  prefix: string,
  configMapRef: configMapEnvSource,
  secretRef: secretEnvSource,
});

const configMapKeySelector = object({
  name: string,
  key: string,
  optional: boolean,
});

const secretKeySelector = object({
  name: string,
  key: string,
  optional: boolean,
});

const envVarSource = object({
  fieldRef: objectFieldSelector,
  resourceFieldRef: resourceFieldSelector,
  configMapKeyRef: configMapKeySelector,
  secretKeyRef: secretKeySelector,
});

const envVar = object({
  name: string,
  value: string,
  valueFrom: envVarSource,
});

const volumeMount = object(
  {
    name: string,
    readOnly: boolean,
    mountPath: string,
    subPath: string,
    mountPropagation: string,
    subPathExpr: string,
  },
  ['name', 'mountPath'],
);

const volumeDevice = object({
  name: string,
  devicePath: string,
});

const execAction = object({
  command: list(string),
});

const httpHeader = object({
  name: string,
  value: string,
});

const httpGetAction = object({
  path: string,
  port: intOrString,
  host: string,
  scheme: string,
  httpHeaders: list(httpHeader),
});

const tcpSocketAction = object({
  port: intOrString,
  host: string,
});

const grpcAction = object({
  port: int32,
  service: string,
});

const probe = object({
  exec: execAction,
  httpGet: httpGetAction,
  tcpSocket: tcpSocketAction,
  grpc: grpcAction,
  initialDelaySeconds: int32,
  timeoutSeconds: int32,
  periodSeconds: int32,
  successThreshold: int32,
  failureThreshold: int32,
  terminationGracePeriodSeconds: int64,
});

const lifecycleHandler = object({
  exec: execAction,
  httpGet: httpGetAction,
  tcpSocket: tcpSocketAction,
});

const lifecycle = object({
  postStart: lifecycleHandler,
  preStop: lifecycleHandler,
});

const capabilities = object({
  add: list(string),
  drop: list(string),
});

export const seLinuxOptions = object({
  user: string,
  role: string,
  type: string,
  level: string,
});

export const windowsSecurityContextOptions = object({
  gmsaCredentialSpecName: string,
  gmsaCredentialSpec: string,
  runAsUserName: string,
  hostProcess: boolean,
});

export const seccompProfile = object({
  type: string,
  localhostProfile: string,
});

export const securityContext = object({
  capabilities,
  privileged: boolean,
  seLinuxOptions,
  windowsOptions: windowsSecurityContextOptions,
  runAsUser: int64,
  runAsGroup: int64,
  runAsNonRoot: boolean,
  readOnlyRootFilesystem: boolean,
  allowPrivilegeEscalation: boolean,
  procMount: string,
  seccompProfile,
});

export const container: Schema<Container> = object(
  {
    name: string,
    image: string,
    command: list(string),
    args: list(string),
    workingDir: string,
    ports: list(containerPort),
    envFrom: list(envFromSource),
    env: list(envVar),
    resources: resourceRequirements,
    volumeMounts: list(volumeMount),
    volumeDevices: list(volumeDevice),
    livenessProbe: probe,
    readinessProbe: probe,
    startupProbe: probe,
    lifecycle,
    terminationMessagePath: string,
    terminationMessagePolicy: string,
    imagePullPolicy: string,
    securityContext,
    stdin: boolean,
    stdinOnce: boolean,
    tty: boolean,
  },
  ['name'],
);

export const ephemeralContainer: Schema<Container> = object(
  {
    name: string,
    image: string,
    command: list(string),
    args: list(string),
    workingDir: string,
    ports: list(containerPort),
    envFrom: list(envFromSource),
    env: list(envVar),
    resources: resourceRequirements,
    volumeMounts: list(volumeMount),
    volumeDevices: list(volumeDevice),
    livenessProbe: probe,
    readinessProbe: probe,
    startupProbe: probe,
    lifecycle,
    terminationMessagePath: string,
    terminationMessagePolicy: string,
    imagePullPolicy: string,
    securityContext,
    stdin: boolean,
    stdinOnce: boolean,
    tty: boolean,
    targetContainerName: string,
  },
  ['name'],
);
