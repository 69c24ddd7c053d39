import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const specs = '{apps,libs,migrations,test,bench}';

// For threads that a test starts: these run on Node's own loader, and have the options of the process that starts them.
const threadsOfSources = [
  '--experimental-transform-types',
  '--disable-warning=ExperimentalWarning',
  `--import=${new URL('test/threads/sources.mjs', import.meta.url).href}`,
];

export default defineConfig({
  // The sources behind package.json's "imports", so that tests need no build. Aliases rather than the condition
  // "source": global set-up files are resolved without conditions.
  resolve: {
    alias: [
      {
        find: /^#libs\/(.*)$/,
        replacement: fileURLToPath(new URL('libs', import.meta.url)) + '/$1/src/index.ts',
      },
      { find: '#migrations', replacement: fileURLToPath(new URL('migrations/index.ts', import.meta.url)) },
    ],
  },
  test: {
    env: { TZ: 'UTC' },
    execArgv: threadsOfSources,
    coverage: { provider: 'v8', include: ['apps/**/*.ts', 'libs/**/*.ts'], exclude: ['**/*.spec.ts'] },
    teardownTimeout: 30_000,
    expect: { poll: { timeout: 20_000 } }, // for busy machines: who polls for what comes costs nothing by it
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [`${specs}/**/*.spec.ts`],
          exclude: [
            '**/*.integration.spec.ts',
            'test/{e2e,faults,smoke,kubernetes,image}/**',
            '**/node_modules/**',
          ],
          testTimeout: 30_000, // for busy machines; what is slow on an idle one is for bench/
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: [`${specs}/**/*.integration.spec.ts`],
          globalSetup: ['test/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 240_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/{e2e,faults}/**/*.spec.ts'],
          globalSetup: ['test/global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 240_000,
        },
      },
      {
        // Against dist/, as it is delivered. One at a time: these start whole services and end them in hard ways.
        extends: true,
        test: {
          name: 'smoke',
          include: ['test/smoke/**/*.spec.ts'],
          fileParallelism: false,
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'image',
          include: ['test/image/**/*.spec.ts'],
          globalSetup: ['test/global-setup.ts'],
          testTimeout: 180_000,
          hookTimeout: 240_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'kubernetes',
          include: ['test/kubernetes/**/*.spec.ts'],
          globalSetup: ['test/global-setup.ts', 'test/global-setup-kubernetes.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
