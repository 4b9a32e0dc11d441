import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildSite } from '../../testing/site/build.ts'
import { addCounts, type Count, readPlaywright, readVitest } from './count.ts'
import { installBrowser } from './install-browser.ts'
import { installParts } from './install-parts.ts'
import { run } from './run.ts'

/*
 * npm test: all checks and tests, the fastest first. Continues after a failure. The last line is `N passed, N failed`.
 */
const results = join(import.meta.dirname, '../../test-results')
const units = join(results, 'units.json')
const pages = join(results, 'e2e.json')
const operations = join(results, 'operations.json')
const counts: Count[] = []

rmSync(results, { recursive: true, force: true })
mkdirSync(results, { recursive: true })

function check(title: string, command: string, args: string[]): void {
  const isPassed = run(title, command, args) === 0
  counts.push({ passed: isPassed ? 1 : 0, failed: isPassed ? 0 : 1, skipped: 0 })
}

function runVitest(title: string, report: string, config: readonly string[] = []): void {
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`]
  run(title, 'vitest', ['run', ...config, ...reporters])
  counts.push(readVitest(report))
}

check('Style and boundaries', 'biome', ['check', '.'])
check('Types', 'tsc', ['--noEmit'])
await installParts()
runVitest('Units and contracts', units)

try {
  buildSite()
  counts.push({ passed: 1, failed: 0, skipped: 0 })
  const error = installBrowser()
  if (error === null) {
    run('End-to-end tests', 'playwright', ['test'])
    counts.push(readPlaywright(pages))
  } else {
    console.log(`Skipped: end-to-end tests. ${error}`)
    counts.push({ passed: 0, failed: process.env.CI ? 1 : 0, skipped: 1 })
  }
  runVitest('Operations: the built site, its images, proxies and monitoring', operations, [
    '--config=vitest.built.config.ts',
  ])
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  counts.push({ passed: 0, failed: 1, skipped: 0 })
}

const { passed, failed, skipped } = addCounts(counts)
console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
process.exitCode = failed === 0 ? 0 : 1
