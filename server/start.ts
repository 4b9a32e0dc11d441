import { once as onceEmitted } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { getEnv } from '#lib/app-context/env.ts'
import { applySite, readSite } from '#lib/app-context/load-site.ts'
import { getLog } from '#lib/app-context/log.ts'
import { requireDataDir } from '#lib/app-context/require-data-dir.ts'
import { getContentEvents } from '#lib/core/content-events.ts'
import { announcedVersionHeader, contentTag } from '#lib/core/page-options.ts'
import { getPrinterEvents } from '#lib/printers/events.ts'
import { collectGarbageWhenIdle } from './collect-garbage.ts'
import { redirectConsole } from './console-log.ts'
import { withOwnerFiles } from './files/owner-files.ts'
import { createHttpServer } from './http-server.ts'
import {
  createInternalRequest,
  fetchInternally,
  requestInternally,
} from './next/internal-request.ts'
import { preloadCode } from './next/preload-code.ts'
import { openServices } from './services.ts'
import { stopOnSignal } from './shutdown.ts'

/** As long as a 2 MB picture needs on a 0.5 Mbit/s uplink. systemd and Kubernetes wait 45 s before they kill. */
const drainMs = 40_000

/** How long the last line of a start waits for a store that can't be opened. */
const announceMs = 10_000

/** After the first polls. */
const preloadAfterMs = 1_000

/** Starts the site: prepares Next, opens the ports, and prints the URL to stdout as one line of JSON. */
export async function start(): Promise<void> {
  const startedAt = performance.now()
  const env = getEnv()
  const log = getLog()
  for (const warning of env.warnings) log.warn(warning)
  await requireDataDir(env.dataDir)
  const { hostname, port, metricsPort, hasPublicCache, trustedProxies } = env.server
  if (!env.isDevelopment) redirectConsole(log)
  // React and Next read it while they load. Unset means production, here as in lib/app-context/env.ts.
  // biome-ignore lint/style/noProcessEnv: written for others to read
  Object.assign(process.env, {
    NODE_ENV: env.isDevelopment ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    ...(env.isDevelopment ? {} : await readBuiltConfig()),
  })
  applySite(await readSite())

  const httpServer = createHttpServer({
    siteUrl: env.siteUrl,
    trustedProxies,
    hasPublicCache,
    isDevelopment: env.isDevelopment,
    log,
  })
  httpServer.cache.follow(getPrinterEvents())
  httpServer.cache.followContent(getContentEvents())

  const { default: next } = await import('next')
  const app = next({
    dev: env.isDevelopment,
    dir: join(import.meta.dirname, '..'),
    hostname,
    port,
    // Next adds its upgrade handler (hot reloading) to this server; in production to one that no connection reaches.
    httpServer: env.isDevelopment ? httpServer.server : createServer(),
  })
  await app.prepare()
  const handler = withOwnerFiles(join(env.contentDir, 'public'), app.getRequestHandler())
  httpServer.setHandler(handler)

  const url = await listen(httpServer.server, port, hostname)
  const ms = Math.round(performance.now() - startedAt)
  if (!env.isDevelopment) {
    setTimeout(preloadPages, preloadAfterMs).unref()
    collectGarbageWhenIdle()
    getContentEvents().on('changed', (tags) => {
      // They show the settings and no document.
      if (tags.includes(contentTag)) void loadErrorPages()
    })
  }
  const requestStore = () => requestInternally(handler, '/api/3dprinter/')
  const readVersion = async (path: string) => {
    const request = createInternalRequest(path, { host: 'localhost' })
    const { status, headers } = await fetchInternally(handler, request)
    return status === 200 ? String(headers.get(announcedVersionHeader) ?? '') || null : null
  }
  const { maxBytes } = env.retention
  const services = openServices({
    log,
    metricsPort,
    hostname,
    httpServer,
    siteUrl: env.siteUrl,
    dataDir: env.dataDir,
    maxBytes,
    contentDir: env.contentDir,
    homeHosts: env.homeHosts,
    isReplicated: env.database.kind === 'postgres',
    requestStore,
    readVersion,
  })

  const close = () => Promise.all([app.close(), services.close()])
  stopOnSignal({ httpServer, log, drainMs, close })
  // Whoever starts it for the first time then has the link to claim it.
  await Promise.race([services.announced, sleep(announceMs, undefined, { ref: false })])
  printReady({ url, ms })

  /**
   * Renders the error pages, and requests a font and one page of each kind, so that no visitor waits for their code. The last one reads
   * all posts: with a thousand of them that takes seconds.
   */
  async function preloadPages(): Promise<void> {
    try {
      const distDir = join(import.meta.dirname, '../.next')
      await preloadCode(distDir, ['/site-error', '/', '/printers/[printer]', '/tags'])
      await loadErrorPages()
      const font = '/fonts/piazzolla.woff2'
      for (const path of [font, '/', '/printers/1', '/tags']) await requestInternally(handler, path)
    } catch (err) {
      log.error({ err }, 'preloading the pages failed')
    }
  }

  function loadErrorPages(): Promise<void> {
    return httpServer.errorPages.load().catch((err: unknown) => {
      log.error({ err }, 'the error pages were not rendered')
    })
  }
}

/**
 * The configuration as the build has resolved it, as Next's own standalone server passes it on. Without it Next looks for the
 * configuration and validates it at each start, for which it loads its schema: 100 ms.
 */
async function readBuiltConfig(): Promise<Record<string, string>> {
  const file = join(import.meta.dirname, '../.next/required-server-files.json')
  const text = await readFile(file, 'utf8').catch(() => null)
  // Next itself reports a missing build.
  if (text === null) return {}
  return { __NEXT_PRIVATE_STANDALONE_CONFIG: JSON.stringify(JSON.parse(text).config) }
}

async function listen(server: Server, port: number, hostname: string): Promise<string> {
  server.listen(port, hostname)
  await onceEmitted(server, 'listening') // rejects where the port is taken
  const { port: actual } = server.address() as AddressInfo // over TCP, so neither text nor null
  return `http://${hostname.includes(':') ? `[${hostname}]` : hostname}:${actual}`
}

/** Printed at any log level: scripts wait for it. */
function printReady(ready: { url: string; ms: number }): void {
  const line = { level: 'info', time: new Date().toISOString(), ...ready, msg: 'ready' }
  process.stdout.write(`${JSON.stringify(line)}\n`)
}
