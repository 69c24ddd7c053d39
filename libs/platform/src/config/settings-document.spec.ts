import { format, resolveConfig } from 'prettier';
import { expect, it } from 'vitest';
import { settingsDocument } from './settings-document.js';

const file = new URL('../../../../docs/settings.md', import.meta.url).pathname;

// After a change of a setting: vitest run --project unit libs/platform --update
it('docs/settings.md says of every setting what the schema says', async () => {
  const options = await resolveConfig(file);
  const text = await format(settingsDocument(), { ...options, parser: 'markdown' });
  await expect(text).toMatchFileSnapshot(file);
});
