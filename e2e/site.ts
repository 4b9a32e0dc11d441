import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { test as base } from '@playwright/test'
import { createPrinterAdder } from '../testing/site/printer-adder.ts'

const root = join(import.meta.dirname, '..')
const node = join(root, 'node_modules/.bin/node')
const run = promisify(execFile)

/** The built site, started as the owner starts it, with an empty store. */
export interface Site {
  url: string
  port: number
  dataDir: string
  /** Its log so far, one JSON object per line. */
  log: string[]
  process: ChildProcess
  /** Adds a printer to the same store. */
  add(name: string): Promise<{ id: number; token: string }>
  /** Runs `npm run printers -- ...` on it. */
  printers(...args: string[]): Promise<string>
  /** The same with `npm run admin`. */
  admin(...args: string[]): Promise<string>
  /** The same with `npm run mentions`. */
  mentions(...args: string[]): Promise<string>
  stop(): Promise<void>
}

export interface Printer {
  id: number
  token: string
  /** URL of its API. */
  api: string
}

export async function startSite(env: Record<string, string> = {}): Promise<Site> {
  const dataDir = await mkdtemp(join(tmpdir(), 'site-'))
  const variables = {
    PATH: process.env.PATH ?? '',
    HOME: process.env.HOME ?? '',
    NODE_ENV: 'production' as const,
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? '',
    DATA_DIR: dataDir,
    PORT: '0',
    METRICS_PORT: '0',
    ...env,
  }
  const child = spawn(node, ['server/main.js'], {
    cwd: root,
    env: variables,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const log: string[] = []
  const ready = Promise.withResolvers<string>()
  createInterface({ input: child.stdout }).on('line', (line) => {
    log.push(line)
    if (line.includes('"msg":"ready"')) ready.resolve(JSON.parse(line).url)
  })
  createInterface({ input: child.stderr }).on('line', (line) => log.push(line))
  child.once('exit', (code) => ready.reject(new Error(`ended with ${code}\n${log.join('\n')}`)))
  const url = await ready.promise
  const command = async (name: string, args: string[]) => {
    const { stdout } = await run(node, [`cli/${name}/main.ts`, ...args], {
      cwd: root,
      env: { ...variables, LOG_LEVEL: 'silent' },
    })
    return stdout
  }
  const adder = createPrinterAdder(
    env.DATABASE_URL === undefined
      ? { kind: 'sqlite', dataDir }
      : { kind: 'postgres', url: env.DATABASE_URL },
  )
  return {
    url,
    port: Number(new URL(url).port),
    dataDir,
    log,
    process: child,
    add: adder.add,
    printers: (...args) => command('printers', args),
    admin: (...args) => command('admin', args),
    mentions: (...args) => command('mentions', args),
    async stop() {
      await adder.close()
      if (child.exitCode === null && child.signalCode === null) {
        // Its own children hold stderr until they have written their last file.
        const closed = once(child, 'close')
        child.kill('SIGTERM')
        await closed
      }
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

export async function addPrinter(site: Site, name: string): Promise<Printer> {
  const { id, token } = await site.add(name)
  return { id, token, api: `${site.url}/api/3dprinter/${id}/` }
}

/** Runs in the page: whether React has hydrated it, if it will. */
function isTakenOver(): boolean {
  const options = document.querySelector('meta[name="page-options"]')?.getAttribute('content')
  if (!options?.includes('"deferred"')) return true
  const frame = document.querySelector('main > article')
  return frame === null || Object.keys(frame).some((key) => key.startsWith('__react'))
}

/** One site per worker; each test gets its own printer. */
export const test = base.extend<{ printer: Printer }, { site: Site }>({
  site: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
    async ({}, use) => {
      const site = await startSite()
      await use(site)
      await site.stop()
    },
    { scope: 'worker' },
  ],
  // A live page loads its scripts after its picture. A person is slower than that, a test isn't.
  page: async ({ page, javaScriptEnabled }, use) => {
    const open = page.goto.bind(page)
    if (javaScriptEnabled !== false)
      page.goto = async (...given) => {
        const answer = await open(...given)
        await page.waitForFunction(isTakenOver)
        return answer
      }
    await use(page)
  },
  printer: async ({ site }, use) => {
    await use(await addPrinter(site, 'Maker Select'))
  },
})

/** Details of a test that a desktop's size and a phone's can each break. The others of their files run on the desktop only. */
export const inBoth = { tag: '@both' }

export { expect } from '@playwright/test'
