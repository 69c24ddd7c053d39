import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { root } from '../services/server-process.js';

/** What each library may import: the layers of docs/decisions/0001-layers.md. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  kubernetes: [],
  psp: ['kubernetes'],
  events: [],
  profiles: ['events'],
  advisor: ['kubernetes', 'psp', 'events', 'profiles'],
  platform: [],
  persistence: ['platform', 'kubernetes', 'psp', 'events', 'profiles', 'advisor'],
  kafka: ['platform'],
  queue: ['platform'],
  ingestion: ['kubernetes', 'events', 'profiles', 'platform', 'persistence', 'kafka'],
  inventory: ['kubernetes', 'psp', 'events', 'profiles', 'advisor', 'platform', 'persistence'],
  simulations: [
    'kubernetes',
    'psp',
    'events',
    'profiles',
    'advisor',
    'platform',
    'persistence',
    'queue',
    'inventory',
  ],
  webhooks: ['platform', 'persistence', 'queue'],
  'embedded-services': ['platform'],
  client: [],
};
const libraries = Object.keys(mayImport);
const pure = ['kubernetes', 'psp', 'events', 'profiles', 'advisor'];

const report = z.object({
  diagnostics: z.array(z.object({ code: z.string().optional(), filename: z.string() })),
});

let folder: string;
/** The rules that each file of the fixture breaks. */
let broken: ReadonlyMap<string, readonly string[]>;

/** The fixture: one file per violation, and per import that is allowed. */
function fixture(): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const from of libraries) {
    for (const to of libraries) {
      files[`libs/${from}/src/imports-${to}.ts`] = `import { x } from '#libs/${to}';\nexport const y = x;\n`;
    }
    files[`libs/${from}/src/imports-app.ts`] =
      `import { x } from '../../../apps/api/src/x.js';\nexport const y = x;\n`;
    files[`libs/${from}/src/imports-node.ts`] = `import { x } from 'node:fs';\nexport const y = x;\n`;
    files[`libs/${from}/src/imports-nest.ts`] =
      `import type { x } from '@nestjs/common';\nexport type Y = typeof x;\n`;
    files[`libs/${from}/src/imports-typeorm.ts`] =
      `import type { x } from 'typeorm';\nexport type Y = typeof x;\n`;
    files[`libs/${from}/src/environment.ts`] = 'export const y = process.env;\n';
    files[`libs/${from}/src/timer.ts`] = 'export const y = setTimeout(() => 1, 1);\n';
    files[`libs/${from}/src/clock.ts`] = 'export const y = Date.now();\n';
    files[`libs/${from}/src/chance.ts`] = 'export const y = Math.random();\n';
  }
  files['libs/psp/src/one.ts'] =
    `import { other } from './other.js';\nexport const one = (): number => other();\n`;
  files['libs/psp/src/other.ts'] =
    `import { one } from './one.js';\nexport const other = (): number => one();\n`;
  // A cycle between libraries that no layer rule forbids by itself can only run through an index.
  files['libs/queue/src/index.ts'] = `export { y } from './through-index.js';\n`;
  files['libs/queue/src/through-index.ts'] =
    `import { y as z } from '#libs/queue';\nexport const y = (): number => z();\n`;
  files['libs/queue/src/any.ts'] = 'export const y: any = 1;\n';
  files['libs/queue/src/non-null.ts'] = 'export const y = (x: string | undefined): string => x!;\n';
  files['libs/queue/src/console.ts'] = 'console.log(1);\nexport {};\n';
  files['libs/queue/src/ignored-promise.ts'] = 'export const y = (x: Promise<void>): void => {\n  x;\n};\n';
  files['libs/queue/src/assertion.ts'] = 'export const y = (x: unknown): string => x as string;\n';
  files['apps/api/src/policies/into-a-feature.ts'] =
    `import { x } from '../auth/guard.js';\nexport const y = x;\n`;
  files['apps/api/src/policies/through-the-door.ts'] =
    `import { x } from '../auth/index.js';\nexport const y = x;\n`;
  return files;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'policy-advisor-layers-'));
  for (const [path, text] of Object.entries(fixture())) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules')); // where oxlint looks for its type checker
  copyFileSync(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        module: 'nodenext',
        strict: true,
        types: [],
        paths: { '#libs/*': ['./libs/*/src/index.ts'] },
      },
    }),
  );
  let output: string;
  try {
    output = execFileSync(
      join(root, 'node_modules', '.bin', 'oxlint'),
      [
        '--type-aware',
        '--format=json',
        '--disable-nested-config',
        '--tsconfig=tsconfig.json',
        'libs',
        'apps',
      ],
      { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 64 * 1024 * 1024 },
    );
  } catch (error) {
    // It exits with 1, since there is something to report.
    output = error instanceof Error && 'stdout' in error ? String(error.stdout) : '';
  }
  const found = new Map<string, string[]>();
  for (const { code = '', filename } of report.parse(JSON.parse(output)).diagnostics) {
    found.set(filename, [...(found.get(filename) ?? []), code]);
  }
  broken = found;
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const rulesBrokenBy = (file: string): readonly string[] => broken.get(file) ?? [];
const restricted = 'eslint(no-restricted-imports)';

describe('the lint settings', () => {
  it('know every library', () => {
    const there = readdirSync(join(root, 'libs')).filter((name) => !libraries.includes(name));
    expect(there).toEqual([]);
  });

  it.each(libraries)('let %s import the layers below it and no other library', (from) => {
    const refused = libraries.filter((to) =>
      rulesBrokenBy(`libs/${from}/src/imports-${to}.ts`).includes(restricted),
    );
    expect(refused).toEqual(libraries.filter((to) => mayImport[from]?.includes(to) !== true));
  });

  it.each(libraries)('keep apps out of %s', (from) => {
    expect(rulesBrokenBy(`libs/${from}/src/imports-app.ts`)).toContain(restricted);
  });

  it.each(libraries)('keep I/O, frameworks and environment out of %s exactly if it is pure', (from) => {
    const places = [
      'imports-node',
      'imports-nest',
      'imports-typeorm',
      'environment',
      'timer',
      'clock',
      'chance',
    ];
    const refused = places.filter((place) =>
      rulesBrokenBy(`libs/${from}/src/${place}.ts`).some((rule) => rule.startsWith('eslint(no-restricted')),
    );
    expect(refused).toEqual(pure.includes(from) ? places : []);
  });

  it('let a feature of the API import another one through its index only', () => {
    expect(rulesBrokenBy('apps/api/src/policies/into-a-feature.ts')).toContain(restricted);
    expect(rulesBrokenBy('apps/api/src/policies/through-the-door.ts')).not.toContain(restricted);
  });

  it.each([
    ['import cycles', 'libs/psp/src/one.ts', 'import(no-cycle)'],
    ['import cycles through a library', 'libs/queue/src/through-index.ts', 'import(no-cycle)'],
    ['any', 'libs/queue/src/any.ts', 'typescript(no-explicit-any)'],
    ['non-null assertions', 'libs/queue/src/non-null.ts', 'typescript(no-non-null-assertion)'],
    ['console', 'libs/queue/src/console.ts', 'eslint(no-console)'],
    ['ignored promises', 'libs/queue/src/ignored-promise.ts', 'typescript(no-floating-promises)'],
    ['assertions from unknown', 'libs/queue/src/assertion.ts', 'typescript(no-unsafe-type-assertion)'],
  ])('refuse %s', (_, file, rule) => {
    expect(rulesBrokenBy(file)).toContain(rule);
  });
});
