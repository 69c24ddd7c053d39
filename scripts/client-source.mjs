// The TypeScript types of the API's clients, from its OpenAPI document.
import openapiTS, { astToString } from 'openapi-typescript';

const header = '// Generated from docs/openapi.json by "npm run openapi"; do not edit.\n\n';

// What has a default may be left out of what is sent (in what is answered it is required, and said to be); an object of which
// nothing is said may hold anything.
const options = { alphabetize: true, defaultNonNullable: false, emptyObjectsUnknown: true };

/** @param document The OpenAPI document, parsed. Resolves to the source of libs/client/src/generated/api.ts. */
export async function clientSource(document) {
  return header + astToString(await openapiTS(document, options));
}
