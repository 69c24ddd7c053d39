import { defineConfig } from 'vitest/config';

export default defineConfig({
  // "#libs/<name>" resolves to the TypeScript sources, so tests need no build.
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    env: { TZ: 'UTC' },
    coverage: { provider: 'v8', include: ['apps/**/*.ts', 'libs/**/*.ts'], exclude: ['**/*.spec.ts'] },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{apps,libs,migrations}/**/*.spec.ts'],
          exclude: ['**/*.integration.spec.ts', '**/node_modules/**'],
        },
      },
    ],
  },
});
