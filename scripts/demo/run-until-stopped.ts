/** Called by a program for each thing that must be stopped at its end, in the order of their starts. */
type OnStop = (stop: () => Promise<unknown>) => void

/**
 * Runs a program that ends with Ctrl+C, SIGTERM or an error, then stops everything in reverse order and exits: with 0 after a
 * signal, 1 after an error.
 */
export async function runUntilStopped(start: (onStop: OnStop) => Promise<void>): Promise<void> {
  const stops: (() => Promise<unknown>)[] = []
  const stop = async (code: number) => {
    for (const each of stops.reverse()) await each().catch(() => undefined)
    process.exit(code)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(0))
  try {
    await start((each) => stops.push(each))
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    await stop(1)
  }
}
