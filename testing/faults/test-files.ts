import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { readPlaywright, readVitest } from '../../scripts/test/count.ts'
import type { Fault, Outcome } from './fault.ts'

const root = join(import.meta.dirname, '../..')

/** Tests of `npm test` that produce a fault; `env` makes their long form. */
export function runTestFiles(
  promise: string,
  tests: {
    runner: 'vitest' | 'playwright'
    files: readonly string[]
    env?: Record<string, string>
  },
): Fault {
  return {
    promise,
    needs: [],
    async run({ folder }): Promise<Outcome> {
      const report = join(folder, 'report.json')
      const [args, env] =
        tests.runner === 'vitest'
          ? [['run', '--reporter=json', `--outputFile=${report}`], {}]
          : [['test', '--reporter=json'], { PLAYWRIGHT_JSON_OUTPUT_FILE: report }]
      spawnSync(join(root, 'node_modules/.bin', tests.runner), [...args, ...tests.files], {
        cwd: root,
        stdio: 'ignore',
        env: { ...process.env, NODE_ENV: 'test', ...env, ...tests.env },
      })
      const { passed, failed } = (tests.runner === 'vitest' ? readVitest : readPlaywright)(report)
      const failures = failed === 0 ? [] : [`${failed} tests failed: ${tests.files.join(' ')}`]
      return { tried: passed + failed, failures, note: 'tests' }
    },
  }
}
