/**
 * `SimulationsController.cancel` → `simulationsCancel`: unique, and fit for the names of functions in clients. Where a
 * controller has but the one method that it is named for: `GenerateController.generate` → `generate`.
 */
export function operationId(controller: string, method: string): string {
  const feature = controller.replace(/Controller$/, '');
  if (feature.toLowerCase() === method.toLowerCase()) return method;
  return `${feature.charAt(0).toLowerCase()}${feature.slice(1)}${method.charAt(0).toUpperCase()}${method.slice(1)}`;
}
