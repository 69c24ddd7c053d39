/**
 * How pods are told apart whose UID an agent does not know. A UID that the API server gives has no slash in it, so none of
 * these is ever one.
 */

/** A container id without the scheme of its runtime; agents cut it to 12 or 31 of its 64 digits. */
export function containerId(value: unknown): string | undefined {
  return typeof value === 'string'
    ? /^(?:[a-z][a-z0-9.-]*:\/\/)?([0-9a-f]{12,64})$/.exec(value)?.[1]
    : undefined;
}

/** Stands for the UID of a pod where the agent names only the pod: one name, one pod. */
export function namedUid(namespace: string, pod: string): string {
  return `${namespace}/${pod}`;
}

/** Stands for the UID of the pod that a container is of; both names are empty where the agent knows the container alone. */
export function containerUid(namespace: string, pod: string, id: string): string {
  return `${namespace}/${pod}/${id}`;
}

/** The id of the container in what `containerUid` made of these names; undefined for any other UID. */
export function containerOfUid(uid: string, namespace: string, pod: string): string | undefined {
  const before = `${namespace}/${pod}/`;
  return uid.startsWith(before) ? containerId(uid.slice(before.length)) : undefined;
}

/** Whether a UID only stands for a pod of that name, or for the pod of a container. */
export function isStandInUid(uid: string, namespace: string, pod: string): boolean {
  return isNamedUid(uid, namespace, pod) || containerOfUid(uid, namespace, pod) !== undefined;
}

/** Whether a UID stands for a pod that the agent only named. */
export function isNamedUid(uid: string, namespace: string, pod: string): boolean {
  return (
    uid.length === namespace.length + 1 + pod.length &&
    uid.startsWith(namespace) &&
    uid.endsWith(pod) &&
    uid.charAt(namespace.length) === '/'
  );
}
