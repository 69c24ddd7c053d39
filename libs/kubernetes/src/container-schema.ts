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
  byValue,
} from './schema.js';

/** Containers of a pod (k8s.io/api/core/v1/types.go, v0.24.17). */
export const objectFieldSelector = object({
  apiVersion: byValue(string),
  fieldPath: string,
});

export const resourceFieldSelector = object({
  containerName: byValue(string),
  resource: string,
  divisor: quantity,
});

export const resourceRequirements = object({
  limits: map(quantity),
  requests: map(quantity),
});

const containerPort = object({
  name: byValue(string),
  hostPort: byValue(int32),
  containerPort: int32,
  protocol: byValue(string),
  hostIP: byValue(string),
});

const configMapEnvSource = object({
  name: byValue(string),
  optional: boolean,
});

const secretEnvSource = object({
  name: byValue(string),
  optional: boolean,
});

const envFromSource = object({
  prefix: byValue(string),
  configMapRef: configMapEnvSource,
  secretRef: secretEnvSource,
});

const configMapKeySelector = object({
  name: byValue(string),
  key: string,
  optional: boolean,
});

const secretKeySelector = object({
  name: byValue(string),
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
  value: byValue(string),
  valueFrom: envVarSource,
});

const volumeMount = object(
  {
    name: string,
    readOnly: byValue(boolean),
    mountPath: string,
    subPath: byValue(string),
    mountPropagation: string,
    subPathExpr: byValue(string),
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
  path: byValue(string),
  port: intOrString,
  host: byValue(string),
  scheme: byValue(string),
  httpHeaders: list(httpHeader),
});

const tcpSocketAction = object({
  port: intOrString,
  host: byValue(string),
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
  initialDelaySeconds: byValue(int32),
  timeoutSeconds: byValue(int32),
  periodSeconds: byValue(int32),
  successThreshold: byValue(int32),
  failureThreshold: byValue(int32),
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
  user: byValue(string),
  role: byValue(string),
  type: byValue(string),
  level: byValue(string),
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

const containerFields = {
  name: string,
  image: byValue(string),
  command: list(string),
  args: list(string),
  workingDir: byValue(string),
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
  terminationMessagePath: byValue(string),
  terminationMessagePolicy: byValue(string),
  imagePullPolicy: byValue(string),
  securityContext,
  stdin: byValue(boolean),
  stdinOnce: byValue(boolean),
  tty: byValue(boolean),
};

export const container: Schema<Container> = object(containerFields, ['name']);

export const ephemeralContainer: Schema<Container> = object(
  { ...containerFields, targetContainerName: byValue(string) },
  ['name'],
);
