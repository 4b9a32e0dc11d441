import { format, stripVTControlCharacters } from 'node:util'
import type { Logger } from 'pino'

/**
 * Turns what others print into lines of the log: Next tells its warnings and errors on the console, as text of several lines,
 * and whatever collects the log wants one JSON object in each.
 */
export function redirectConsole(log: Logger): void {
  const levels = {
    log: 'info',
    info: 'info',
    debug: 'debug',
    warn: 'warn',
    error: 'error',
  } as const
  for (const [method, level] of Object.entries(levels))
    Object.assign(console, { [method]: (...given: unknown[]) => write(log, level, given) })
}

function write(log: Logger, level: 'info' | 'debug' | 'warn' | 'error', given: unknown[]): void {
  const err = given.find((one) => one instanceof Error)
  const text = format(...given.filter((one) => one !== err))
  const message = stripVTControlCharacters(text).trim() || (err?.message ?? '')
  if (err === undefined) log[level](message)
  else log[level]({ err }, message)
}
