import { format, stripVTControlCharacters } from 'node:util'
import type { Logger } from 'pino'

/**
 * Turns console output into log lines: Next prints its warnings and errors to the console as text of several lines, and log
 * collectors expect one JSON object per line.
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
