import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildSite } from '../../testing/site/build.ts'
import { addCounts, type Count, readPlaywright, readVitest } from './count.ts'
import { installBrowser } from './install-browser.ts'
import { installParts } from './install-parts.ts'
import { run } from './run.ts'

/*
 * npm test: all checks and tests. Continues after a failure. The last line is `N passed, N failed`.
 */
const results = join(import.meta.dirname, '../../test-results')
const units = join(results, 'units.json')
const pages = join(results, 'e2e.json')
const operations = join(results, 'operations.json')
const counts: Count[] = []

rmSync(results, { recursive: true, force: true })
mkdirSync(results, { recursive: true })

async function check(title: string, command: string, args: string[]): Promise<void> {
  const isPassed = (await run(title, command, args)) === 0
  counts.push({ passed: isPassed ? 1 : 0, failed: isPassed ? 0 : 1, skipped: 0 })
}

async function runVitest(
  title: string,
  prefix: string,
  report: string,
  config: readonly string[] = [],
): Promise<void> {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  await run(title, 'vitest', ['run', ...config, ...reporters], prefix)
  counts.push(readVitest(report))
}

async function runPlaywright(): Promise<void> {
  const error = installBrowser()
  if (error === null) {
    await run('End-to-end tests', 'playwright', ['test'], 'e2e        | ')
    counts.push(readPlaywright(pages))
  } else {
    console.log(`Skipped: end-to-end tests. ${error}`)
    counts.push({ passed: 0, failed: process.env.CI ? 1 : 0, skipped: 1 })
  }
}

const parts = installParts()
await check('Style and boundaries', 'biome', ['check', '.'])
await check('Types', 'tsc', ['--noEmit'])
// Later than the types, which it writes some of.
const building = buildSite().then(
  () => true,
  (error: unknown) => console.error(error instanceof Error ? error.message : error) === null,
)
await parts

async function runOperations(): Promise<void> {
  const isBuilt = await building
  counts.push({ passed: isBuilt ? 1 : 0, failed: isBuilt ? 0 : 1, skipped: 0 })
  if (!isBuilt) return
  const config = ['--config=vitest.built.config.ts']
  const title = 'Operations: the built site, its images, proxies and monitoring'
  await runVitest(title, 'operations | ', operations, config)
}

async function runOthers(): Promise<void> {
  await runVitest('Units and contracts', 'units      | ', units)
  if (await building) await runPlaywright()
}

// Operations mostly wait: for a printer's next report, an alert, a process that was killed.
await Promise.all([runOperations(), runOthers()])

const { passed, failed, skipped } = addCounts(counts)
console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
process.exitCode = failed === 0 ? 0 : 1
