import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      '{app,bench,cli,client,components,lib,scripts,server,snapper,testing}/**/*.test.{ts,tsx}',
    ],
    // These need a built site: vitest.built.config.ts.
    exclude: ['**/node_modules/**', '**/*.built.test.ts'],
    globalSetup: 'scripts/test/temporary-files.ts',
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Real processes and real files: two at a time is what a 2-core machine bears without late timers.
    maxWorkers: 2,
    pool: 'forks',
  },
})
