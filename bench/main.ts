import { mkdir, rm } from 'node:fs/promises'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildSite } from '../testing/site/build.ts'
import { formatLoad } from './figures.ts'
import type { SuiteContext, SuiteModule } from './suite.ts'

/*
 * npm run bench [-- SUITE ...] [--short] [--as-built], and per suite the options below. Prints figures and ratios; compare the ratios,
 * because everything that is compared is measured in turns in one run, while absolute figures depend on the machine.
 */
const suites: Record<string, () => Promise<SuiteModule>> = {
  uploads: () => import('./suites/uploads.ts'),
  serving: () => import('./suites/serving.ts'),
  pages: () => import('./suites/pages/pages.ts'),
  weight: () => import('./suites/weight/weight.ts'),
  connections: () => import('./suites/connections/connections.ts'),
  crowd: () => import('./suites/crowd/crowd.ts'),
  admin: () => import('./suites/admin.ts'),
  history: () => import('./suites/history.ts'),
  growth: () => import('./suites/growth.ts'),
  store: () => import('./suites/store.ts'),
  content: () => import('./suites/content/content.ts'),
  edits: () => import('./suites/edits.ts'),
  search: () => import('./suites/search.ts'),
  guesses: () => import('./suites/guesses.ts'),
  replicas: () => import('./suites/replicas.ts'),
  push: () => import('./suites/push/push.ts'),
  mentions: () => import('./suites/mentions.ts'),
  snapper: () => import('./suites/snapper/snapper.ts'),
}
const defaultSuites = ['uploads', 'serving']

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Small numbers everywhere, to see that a suite works. */
    short: { type: 'boolean', default: false },
    /** Uses the existing build, even if sources have changed. */
    'as-built': { type: 'boolean', default: false },
    /** serving: of each round; crowd: of the whole run. */
    seconds: { type: 'string' },
    /** pages, snapper: repetitions. */
    runs: { type: 'string' },
    /** pages: words in the names of the pages to measure. */
    only: { type: 'string' },
    viewers: { type: 'string' },
    /** history, store: the size of the archive. */
    snapshots: { type: 'string' },
    /** history, growth: requests per page. */
    times: { type: 'string' },
    /** content, search: numbers of posts, separated by commas. */
    posts: { type: 'string' },
    help: { type: 'boolean' },
  },
})
if (values.help) {
  console.log(`npm run bench -- [SUITE ...] [--short]\nSuites: ${Object.keys(suites).join(', ')}`)
  process.exit()
}
const names = positionals.length > 0 ? positionals : defaultSuites
const unknown = names.filter((name) => suites[name] === undefined)
if (unknown.length > 0)
  throw new Error(`Unknown suite: ${unknown}. Choose from ${Object.keys(suites).join(', ')}.`)

console.log(`Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model.trim()}`)
for (const name of names) await runSuite(name)

async function runSuite(name: string): Promise<void> {
  const suite = await suites[name]?.()
  if (suite === undefined) return
  if (suite.needsBuild && !values['as-built']) await buildSite()
  const stops: (() => unknown)[] = []
  const folder = join(import.meta.dirname, '../.cache/bench', name)
  const context: SuiteContext = {
    folder,
    isShort: values.short,
    only: values.only ?? '',
    defer: (stop) => void stops.push(stop),
    getNumber(option, { normal, short, min, max }) {
      const value = Number(values[option] ?? (values.short ? short : normal))
      if (value >= min && value <= max) return value
      throw new Error(`--${option} must be a number from ${min} to ${max}.`)
    },
    getNumbers: (option, byDefault) =>
      values[option] === undefined ? [...byDefault] : values[option].split(',').map(Number),
  }
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  console.log(`\n${name}: load before ${formatLoad()} (idle: 0.0)\n`)
  try {
    await suite.run(context)
  } finally {
    for (const stop of stops.reverse()) await stop()
  }
  if (!suite.keepsFolder) await rm(folder, { recursive: true, force: true })
  console.log(`\n${name}: load after ${formatLoad()}`)
}
