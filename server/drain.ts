import type { Server } from 'node:http'

/**
 * Lets a server go: nobody new is let in, idle connections are closed, and what is under way ends by itself, an upload too.
 * @param deadlineMs after which what is left is cut off
 * @returns whether everything ended in time
 */
export async function drain(server: Server, deadlineMs: number): Promise<boolean> {
  const { promise: closed, resolve } = Promise.withResolvers<void>()
  server.close(() => resolve())
  // A connection whose answer was promised more to come only turns idle after it.
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

/** Runs `onFirst` once; whoever asks again doesn't want to wait. */
export function onStopSignal(onFirst: (signal: string) => void, onSecond: () => void): void {
  let isStopping = false
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      if (isStopping) {
        onSecond()
        return
      }
      isStopping = true
      onFirst(signal)
    })
}
