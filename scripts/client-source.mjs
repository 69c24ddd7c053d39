// The TypeScript types of the API's clients, from its OpenAPI document.
import openapiTS, { astToString } from 'openapi-typescript';

const header = '// Generated from docs/openapi.json by "npm run openapi"; do not edit.\n\n';

// What has a default may be left out of what is sent (in what is answered it is required, and said to be); an object of which
// nothing is said may hold anything.
const options = { alphabetize: true, defaultNonNullable: false, emptyObjectsUnknown: true };

/** @param document The OpenAPI document, parsed. Resolves to the source of libs/client/src/generated/api.ts. */
export async function clientSource(document) {
  return header + astToString(await openapiTS(withTexts(document), options));
}

const isMediaType = (name) => /^[a-z]+\/[a-z.+-]+$/.test(name);
const isJson = (mediaType) => /[/+]json$/.test(mediaType);

/**
 * The document, in which bodies that are no JSON are texts. Their schemas say what the texts mean, which is what TypeScript
 * knows nothing of: a client sends and gets the text.
 */
function withTexts(value) {
  if (Array.isArray(value)) return value.map(withTexts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name,
      name === 'content' ? contentOf(field) : withTexts(field),
    ]),
  );
}

function contentOf(content) {
  if (typeof content !== 'object' || content === null || !Object.keys(content).every(isMediaType))
    return withTexts(content);
  return Object.fromEntries(
    Object.entries(content).map(([mediaType, described]) => [
      mediaType,
      isJson(mediaType) ? withTexts(described) : { schema: { type: 'string' } },
    ]),
  );
}
