import { mapShared, withField } from './copy-on-write.js';
import { imageTag } from './image-reference.js';
import type {
  Container,
  ContainerPort,
  EnvVar,
  Handler,
  ObjectFieldSelector,
  Probe,
  ResourceRequirements,
} from './pod.js';
import { canonicalRequirements } from './quantity.js';

/** What API defaulting does to a container, depending on where it stands in the pod. */
export interface ContainerDefaults {
  /** The pod is on the host's network, and the container no ephemeral one: unset host ports equal the container's. */
  readonly hostPorts: boolean;
  /** Unset requests equal the limits. Not for ephemeral containers. */
  readonly requestsFromLimits: boolean;
}

/** Container defaults (SetDefaults_Container and its neighbours, pkg/apis/core/v1/defaults.go, v1.24.17). */
export function defaultContainer(container: Container, defaults: ContainerDefaults): Container {
  let result = container;
  if (
    !container.imagePullPolicy ||
    !container.terminationMessagePath ||
    !container.terminationMessagePolicy
  ) {
    result = {
      ...container,
      imagePullPolicy: container.imagePullPolicy || pullPolicy(container.image ?? ''),
      terminationMessagePath: container.terminationMessagePath || '/dev/termination-log',
      terminationMessagePolicy: container.terminationMessagePolicy || 'File',
    };
  }
  if (container.ports !== undefined) {
    const ports = mapShared(container.ports, (port) => defaultPort(port, defaults.hostPorts));
    result = withField(result, 'ports', ports);
  }
  if (container.env !== undefined) {
    result = withField(result, 'env', mapShared(container.env, defaultVariable));
  }
  if (container.resources !== undefined) {
    const { resources } = container;
    const complete = defaults.requestsFromLimits ? requestsFromLimits(resources) : resources;
    result = withField(result, 'resources', canonicalRequirements(complete));
  }
  result = withField(
    result,
    'livenessProbe',
    container.livenessProbe && defaultProbe(container.livenessProbe),
  );
  result = withField(
    result,
    'readinessProbe',
    container.readinessProbe && defaultProbe(container.readinessProbe),
  );
  result = withField(result, 'startupProbe', container.startupProbe && defaultProbe(container.startupProbe));
  const { lifecycle } = container;
  if (lifecycle === undefined) return result;
  const postStart = withField(
    lifecycle,
    'postStart',
    lifecycle.postStart && defaultHttpGet(lifecycle.postStart),
  );
  return withField(
    result,
    'lifecycle',
    withField(postStart, 'preStop', lifecycle.preStop && defaultHttpGet(lifecycle.preStop)),
  );
}

function pullPolicy(image: string): string {
  return imageTag(image) === 'latest' ? 'Always' : 'IfNotPresent';
}

function defaultPort(port: ContainerPort, hostPorts: boolean): ContainerPort {
  const result = port.protocol ? port : { ...port, protocol: 'TCP' };
  return hostPorts && !port.hostPort ? withField(result, 'hostPort', port.containerPort) : result;
}

function defaultVariable(variable: EnvVar): EnvVar {
  const fieldRef = variable.valueFrom?.fieldRef;
  if (fieldRef === undefined) return variable;
  const defaulted = defaultFieldSelector(fieldRef);
  return defaulted === fieldRef
    ? variable
    : { ...variable, valueFrom: { ...variable.valueFrom, fieldRef: defaulted } };
}

/** SetDefaults_ObjectFieldSelector: `apiVersion` is v1. */
export function defaultFieldSelector(selector: ObjectFieldSelector): ObjectFieldSelector {
  return selector.apiVersion ? selector : { ...selector, apiVersion: 'v1' };
}

function requestsFromLimits(resources: ResourceRequirements): ResourceRequirements {
  const { limits, requests = {} } = resources;
  if (limits === undefined) return resources;
  const missing = Object.keys(limits).some((name) => !Object.hasOwn(requests, name));
  return missing ? { ...resources, requests: { ...limits, ...requests } } : resources;
}

function defaultProbe(given: Probe): Probe {
  let probe = defaultHttpGet(given);
  if (!given.timeoutSeconds || !given.periodSeconds || !given.successThreshold || !given.failureThreshold) {
    probe = {
      ...probe,
      timeoutSeconds: given.timeoutSeconds || 1,
      periodSeconds: given.periodSeconds || 10,
      successThreshold: given.successThreshold || 1,
      failureThreshold: given.failureThreshold || 3,
    };
  }
  const { grpc } = given;
  return grpc === undefined || grpc.service !== undefined
    ? probe
    : { ...probe, grpc: { ...grpc, service: '' } };
}

function defaultHttpGet<T extends Handler>(handler: T): T {
  const { httpGet } = handler;
  if (httpGet === undefined || (httpGet.path && httpGet.scheme)) return handler;
  return { ...handler, httpGet: { ...httpGet, path: httpGet.path || '/', scheme: httpGet.scheme || 'HTTP' } };
}
