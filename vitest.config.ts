import { configDefaults, defineConfig } from 'vitest/config'

// These need a built site: vitest.built.config.ts.
const exclude = [...configDefaults.exclude, '**/*.built.test.ts']
// Their tests leave nothing behind in their modules, so files can share a process: for a new one each, it imports all anew.
const sharing = [
  'components/**/*.test.{ts,tsx}',
  'lib/{api,content,core,drawing,feeds,site}/**/*.test.ts',
  'lib/printers/!(remote)/**/*.test.ts',
  'lib/printers/*.test.ts',
]

export default defineConfig({
  test: {
    globalSetup: 'scripts/test/temporary-files.ts',
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Real processes and real files: two at a time is what a 2-core machine bears without late timers.
    maxWorkers: 2,
    pool: 'forks',
    projects: [
      { extends: true, test: { name: 'sharing', include: sharing, exclude, isolate: false } },
      {
        extends: true,
        test: {
          name: 'apart',
          include: [
            '{app,bench,cli,client,components,lib,scripts,server,snapper,testing}/**/*.test.{ts,tsx}',
          ],
          exclude: [...exclude, ...sharing],
        },
      },
    ],
  },
})
