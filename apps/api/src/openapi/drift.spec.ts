import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { clientSource } from '../../../../scripts/client-source.mjs';
import { describeApi } from './describe-api.js';

const read = (path: string): string => readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8');

describe('what is committed of the API', () => {
  it('docs/openapi.json is what the routes say; else: npm run openapi', async () => {
    const described = `${JSON.stringify(await describeApi(), undefined, 2)}\n`;
    expect(read('docs/openapi.json') === described).toBe(true);
  });

  it('the types of libs/client are those of docs/openapi.json; else: npm run openapi', async () => {
    const document: unknown = JSON.parse(read('docs/openapi.json'));
    expect(read('libs/client/src/generated/api.ts') === (await clientSource(document))).toBe(true);
  });
});
