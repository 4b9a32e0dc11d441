import { once as onceEmitted } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { getEnv } from '#lib/app-context/env.ts'
import { getLog } from '#lib/app-context/log.ts'
import { getPrinterEvents } from '#lib/printers/events.ts'
import { allPrintersTag, mediaTag, printerTag } from './cache/tags.ts'
import { redirectConsole } from './console-log.ts'
import { createHttpServer, type HttpServer } from './http-server.ts'
import { type Handler, requestInternally } from './next/internal-request.ts'
import { openServices } from './services.ts'
import { stopOnSignal } from './shutdown.ts'

/** As long as a 2 MB picture needs on a 0.5 Mbit/s uplink; systemd and Kubernetes are told 45 s. */
const drainMs = 40_000

/** Behind the first polls. */
const contentAfterMs = 1_000

/** Starts the site: prepares Next, opens the doors, and says on stdout where, in one line of JSON. */
export async function start(): Promise<void> {
  const startedAt = performance.now()
  const env = getEnv()
  const log = getLog()
  const { hostname, port, metricsPort, hasPublicCache, trustedProxies } = env.server
  if (!env.isDevelopment) redirectConsole(log)
  // React and Next look at it while they load. Not set means production, here as in lib/app-context/env.ts.
  // biome-ignore lint/style/noProcessEnv: it is written, for others to read
  Object.assign(process.env, {
    NODE_ENV: env.isDevelopment ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
  })

  // Next's handler needs a server, and the server a handler: requests only come after `listen`.
  let handler: Handler = () => Promise.reject(new Error('Next is not prepared yet.'))
  const door = createHttpServer({
    handler: (request, response) => handler(request, response),
    siteUrl: env.siteUrl,
    trustedProxies,
    hasPublicCache,
    isDevelopment: env.isDevelopment,
    log,
  })
  emptyOnEvents(door)

  const { default: next } = await import('next')
  const app = next({
    dev: env.isDevelopment,
    dir: join(import.meta.dirname, '..'),
    hostname,
    port,
    // Next adds its upgrade handler (hot reloading) to this server; in production to one that nobody reaches.
    httpServer: env.isDevelopment ? door.server : createServer(),
  })
  await app.prepare()
  handler = app.getRequestHandler()

  const url = await listen(door.server, port, hostname)
  say({ url, ms: Math.round(performance.now() - startedAt) })
  if (!env.isDevelopment) setTimeout(readContent, contentAfterMs).unref()
  const askStore = () => requestInternally(handler, '/api/3dprinter/')
  const { maxBytes } = env.retention
  const house = openServices({ log, metricsPort, hostname, door, maxBytes, askStore })

  const close = () => Promise.all([app.close(), house.close()])
  stopOnSignal({ door, log, drainMs, close })

  /** A page that is made of all posts has them read: a thousand take seconds, which no reader should wait. */
  function readContent(): void {
    requestInternally(handler, '/tags').catch((err: unknown) =>
      log.error({ err }, 'content not read ahead'),
    )
  }
}

function emptyOnEvents({ cache }: HttpServer): void {
  const events = getPrinterEvents()
  events.on('changed', (printerId) => cache.empty([printerTag(printerId), allPrintersTag]))
  events.on('forgotten', () => cache.empty([mediaTag]))
}

async function listen(server: Server, port: number, hostname: string): Promise<string> {
  server.listen(port, hostname)
  await onceEmitted(server, 'listening') // rejects where the port is taken
  const { port: actual } = server.address() as AddressInfo // over TCP, so neither text nor null
  return `http://${hostname.includes(':') ? `[${hostname}]` : hostname}:${actual}`
}

/** Said whatever the log's level is: somebody waits for it. */
function say(ready: { url: string; ms: number }): void {
  const line = { level: 'info', time: new Date().toISOString(), ...ready, msg: 'ready' }
  process.stdout.write(`${JSON.stringify(line)}\n`)
}
