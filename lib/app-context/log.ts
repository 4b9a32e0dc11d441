import { type Logger, pino, stdTimeFunctions } from 'pino'
import { getEnv } from '#lib/app-context/env.ts'
import { singleton } from '#lib/core/singleton.ts'

/**
 * One JSON object a line on stdout, written at once: a transport is a worker thread that Next's bundler breaks, and whatever
 * collects the lines does the rest.
 */
export function createLog(level: string, destination?: { write(line: string): void }): Logger {
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    // Nobody should hand these over; a slip must not become a leak.
    redact: {
      paths: ['authorization', 'cookie', '*.authorization', '*.cookie', '*.headers.authorization'],
      censor: '[redacted]',
    },
  }
  return destination === undefined ? pino(options) : pino(options, destination)
}

export function getLog(): Logger {
  return singleton('log', () => createLog(getEnv().logLevel))
}
