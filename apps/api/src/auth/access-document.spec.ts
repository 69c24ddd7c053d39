import { readFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { expect, it } from 'vitest';
import { accessDocument } from './access-document.js';

const file = new URL('../../../../docs/access.md', import.meta.url).pathname;
const openApi: unknown = JSON.parse(
  readFileSync(new URL('../../../../docs/openapi.json', import.meta.url), 'utf8'),
);

// After a change of a route, and npm run openapi: vitest run --project unit apps/api/src/auth --update
it('docs/access.md says of every operation what the OpenAPI document says', async () => {
  const options = await resolveConfig(file);
  const text = await format(accessDocument(openApi), { ...options, parser: 'markdown' });
  await expect(text).toMatchFileSnapshot(file);
});

it('an operation that does not say who may call it is refused', () => {
  expect(() => accessDocument({ paths: { '/x': { get: { operationId: 'x' } } } })).toThrow(/x-access/);
});
