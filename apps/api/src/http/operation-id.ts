/**
 * An operation is named for the method that answers it: `SimulationsController.cancelSimulation` → `cancelSimulation`.
 * Clients are generated with functions of these names, so they are verb and noun, and unique in the whole API, not in
 * their controller alone (openapi/open-api.integration.spec.ts); the audit log calls operations by them, too.
 */
export function operationId(_controller: string, method: string): string {
  return method;
}
