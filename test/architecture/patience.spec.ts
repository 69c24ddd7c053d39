import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { root } from '../services/server-process.js';

/** Specs of real services, and what these share. */
const files = globSync('{apps,libs,test}/**/*.ts', { cwd: root }).filter(
  (path) =>
    path.endsWith('.integration.spec.ts') || (path.startsWith('test/') && !path.includes('architecture')),
);

/** The lines of a source in which somebody waits as long as Vitest does by itself: a second. */
function impatientLines(text: string): readonly number[] {
  const source = ts.createSourceFile('x.ts', text, ts.ScriptTarget.Latest);
  const found: number[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isCallExpression(node) &&
      /^vi\.wait(For|Until)$/.test(node.expression.getText(source)) &&
      node.arguments.length < 2
    )
      found.push(source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

it('what waits for a real service says for how long: a second is too short on a busy machine', () => {
  expect(files).toContain('test/e2e/webhooks.spec.ts');
  const impatient = files.flatMap((path) => {
    const text = readFileSync(join(root, path), 'utf8');
    return text.includes('vi.wait') ? impatientLines(text).map((line) => `${path}:${line}`) : [];
  });
  expect(impatient).toEqual([]);
});

it('one that does not is found', () => {
  const text = `await vi.waitFor(() => check(1, 2));\nawait vi.waitFor(check, { timeout: 20_000 });\nvi.waitUntil(\n  check,\n);\n`;
  expect(impatientLines(text)).toEqual([1, 3]);
});
