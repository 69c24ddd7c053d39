import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { eventFiles } from './event-files.js';

const folder = mkdtempSync(join(tmpdir(), 'event-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('are those of a folder that may hold events, YAML among them, in order; and any file that is named', () => {
  for (const name of ['b.json', 'a.yaml', 'c.yml', 'd.log', 'e.ndjson', 'f.jsonl', 'README.md', 'json']) {
    writeFileSync(join(folder, name), '');
  }
  const names = ['a.yaml', 'b.json', 'c.yml', 'd.log', 'e.ndjson', 'f.jsonl'];
  expect(eventFiles(folder)).toEqual(names.map((name) => join(folder, name)));
  expect(eventFiles(join(folder, 'README.md'))).toEqual([join(folder, 'README.md')]);
});
