// The TypeScript types of the API's clients, from its OpenAPI document.
import openapiTS, { astToString } from 'openapi-typescript';

const header = '// Generated from docs/openapi.json by "npm run openapi"; do not edit.\n\n';

/** @param document The OpenAPI document, parsed. Resolves to the source of libs/client/src/generated/api.ts. */
export async function clientSource(document) {
  return header + astToString(await openapiTS(document, { alphabetize: true }));
}
