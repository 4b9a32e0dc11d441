import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const record = join(import.meta.dirname, 'lighthouse')
const folder = join(import.meta.dirname, '../../../.cache/lighthouse')

/** The part of Lighthouse's result that is used here. */
export interface LighthouseResult {
  lighthouseVersion: string
  runtimeError?: { message: string }
  categories: Record<string, { score: number | null; auditRefs: { id: string; weight: number }[] }>
  audits: Record<
    string,
    {
      title: string
      score: number | null
      numericValue?: number
      details?: { items?: Record<string, unknown>[] }
    }
  >
}

export type Lighthouse = (
  url: string,
  flags: { port: number; logLevel: 'error'; onlyCategories: readonly string[] },
) => Promise<{ lhr: LighthouseResult } | undefined>

interface Chrome {
  port: number
  kill(): void
}

type Launch = (options: { chromePath?: string; chromeFlags: readonly string[] }) => Promise<Chrome>

/**
 * Installs Lighthouse in the version of the lockfile next to this file, on first use: its 155 MB aren't among the packages of
 * `npm run demo` and `npm test`.
 * @throws Error if npm can't install it
 */
export async function installLighthouse(): Promise<{ lighthouse: Lighthouse; launch: Launch }> {
  const files = ['package.json', 'package-lock.json']
  const isCurrent = files.every((file) => readIf(join(folder, file)) === readIf(join(record, file)))
  const marker = join(folder, 'node_modules/lighthouse/package.json')
  if (!isCurrent || !existsSync(marker)) {
    console.log('Installing Lighthouse (once) ...')
    mkdirSync(folder, { recursive: true })
    for (const file of files) copyFileSync(join(record, file), join(folder, file))
    const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
    const { status } = spawnSync('npm', args, { cwd: folder, stdio: 'inherit' })
    if (status !== 0) throw new Error('npm can’t install Lighthouse. Check the network.')
  }
  const load = (path: string) => import(pathToFileURL(join(folder, 'node_modules', path)).href)
  const { default: lighthouse } = await load('lighthouse/core/index.js')
  const { launch } = await load('chrome-launcher/dist/index.js')
  return { lighthouse, launch }
}

function readIf(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8') : null
}
