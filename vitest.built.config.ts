import { defineConfig } from 'vitest/config'

// What can only be seen with the site built: it runs, with the real programs that stand around it.
export default defineConfig({
  test: {
    include: ['testing/**/*.built.test.ts'],
    globalSetup: 'scripts/test/temporary-files.ts',
    // Minutes of a printer's life, and whole programs to be started.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // They put load on a machine, and one would disturb the other.
    fileParallelism: false,
    pool: 'forks',
  },
})
