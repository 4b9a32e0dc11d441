import type { Server } from 'node:http'
import type { Logger } from 'pino'
import type { HttpServer } from './http-server.ts'

/**
 * Stops the site on SIGTERM or SIGINT: accepts no more connections (so readiness probes fail too), completes open requests, closes
 * everything else and exits with 0. A second signal exits at once with 1.
 * @param given.drainMs after which open requests are cut off
 */
export function stopOnSignal(given: {
  httpServer: HttpServer
  log: Logger
  drainMs: number
  close: () => Promise<unknown>
}): void {
  const { httpServer, log, drainMs, close } = given
  let isStopping = false

  async function stop(signal: string): Promise<void> {
    log.info({ signal }, 'draining')
    httpServer.beginDraining()
    if (!(await drain(httpServer.server, drainMs)))
      log.warn({ drainMs }, 'some requests were cut off')
    try {
      await close()
    } catch (err) {
      log.error({ err }, 'closing failed')
    }
    log.info('stopped')
    process.exit(0)
  }

  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      if (isStopping) process.exit(1)
      isStopping = true
      void stop(signal)
    })
}

/** @returns whether all requests completed in time */
async function drain(server: Server, deadlineMs: number): Promise<boolean> {
  const { promise: closed, resolve } = Promise.withResolvers<void>()
  server.close(() => resolve()) // closes idle connections as well
  // A connection with an open response turns idle only after it.
  const sweep = setInterval(() => server.closeIdleConnections(), 50)
  let isInTime = true
  const deadline = setTimeout(() => {
    isInTime = false
    server.closeAllConnections()
  }, deadlineMs)
  await closed
  clearInterval(sweep)
  clearTimeout(deadline)
  return isInTime
}
