import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildSite } from '../../testing/site/build.ts'
import { addUp, type Count, readPlaywright, readVitest } from './count.ts'
import { installBrowser } from './install-browser.ts'
import { installParts } from './install-parts.ts'
import { run } from './run.ts'

/*
 * Everything that is tested, in the order in which a fault is cheapest to find. Goes on after a failure: one run tells all of
 * them. The last line is `N passed, N failed`.
 */
const results = join(import.meta.dirname, '../../test-results')
const units = join(results, 'units.json')
const pages = join(results, 'e2e.json')
const operations = join(results, 'operations.json')
const counts: Count[] = []

rmSync(results, { recursive: true, force: true })
mkdirSync(results, { recursive: true })

function check(what: string, command: string, args: string[]): void {
  const isPassed = run(what, command, args) === 0
  counts.push({ passed: isPassed ? 1 : 0, failed: isPassed ? 0 : 1, skipped: 0 })
}

function runVitest(what: string, report: string, config: readonly string[] = []): void {
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`]
  run(what, 'vitest', ['run', ...config, ...reporters])
  counts.push(readVitest(report))
}

check('Style and boundaries', 'biome', ['check', '.'])
check('Types', 'tsc', ['--noEmit'])
await installParts()
runVitest('Units and contracts', units)

try {
  buildSite()
  counts.push({ passed: 1, failed: 0, skipped: 0 })
  const missing = installBrowser()
  if (missing === null) {
    run('The site, from outside', 'playwright', ['test'])
    counts.push(readPlaywright(pages))
  } else {
    console.log(`Skipped: the site from outside. ${missing}`)
    counts.push({ passed: 0, failed: process.env.CI ? 1 : 0, skipped: 1 })
  }
  runVitest('Running it: built, and with what stands around it', operations, [
    '--config=vitest.built.config.ts',
  ])
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  counts.push({ passed: 0, failed: 1, skipped: 0 })
}

const { passed, failed, skipped } = addUp(counts)
console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
process.exitCode = failed === 0 ? 0 : 1
