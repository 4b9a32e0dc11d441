import type { Server } from 'node:http'
import type { Logger } from 'pino'
import type { HttpServer } from './http-server.ts'

/**
 * Stops the site on SIGTERM or SIGINT: nobody new is let in (so whoever asks for readiness is turned away too), what is under
 * way ends, then the rest is closed and the process leaves with 0. Whoever signals a second time doesn't want to wait.
 * @param given.drainMs after which what is still under way is cut off
 */
export function stopOnSignal(given: {
  door: HttpServer
  log: Logger
  drainMs: number
  close: () => Promise<unknown>
}): void {
  const { door, log, drainMs, close } = given
  let isStopping = false

  async function stop(signal: string): Promise<void> {
    log.info({ signal }, 'draining')
    door.beginDraining()
    if (!(await drain(door.server, drainMs))) log.warn({ drainMs }, 'some requests were cut off')
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

/** @returns whether everything ended in time */
async function drain(server: Server, deadlineMs: number): Promise<boolean> {
  const { promise: closed, resolve } = Promise.withResolvers<void>()
  server.close(() => resolve()) // closes idle connections as well
  // A connection whose answer had begun before only turns idle after it.
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
