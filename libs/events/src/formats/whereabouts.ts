/** Where something happened: in a pod that the agent names, or in a container of which it knows the id alone. */
export type Whereabouts =
  { readonly namespace: string; readonly pod: string } | { readonly container: string };

/** By what an agent says of it, `container` as `containerId` reads it; undefined: nowhere that counts. */
export function whereaboutsOf(
  namespace: string | undefined,
  pod: string | undefined,
  container: string | undefined,
): Whereabouts | undefined {
  if (namespace !== undefined && pod !== undefined) return { namespace, pod };
  return container === undefined ? undefined : { container };
}
