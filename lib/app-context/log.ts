import { type Logger, pino, stdTimeFunctions } from 'pino'
import { singleton } from '#lib/core/singleton.ts'
import { getEnv } from './env.ts'

/**
 * Writes one JSON object per line to stdout, synchronously: a transport is a worker thread, which Next's bundler breaks, and log
 * collectors do the rest.
 */
export function createLog(level: string, destination?: { write(line: string): void }): Logger {
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    // No caller should pass these; a mistake must not leak them.
    redact: {
      paths: ['authorization', 'cookie', '*.authorization', '*.cookie', '*.headers.authorization'],
      censor: '[redacted]',
    },
    hooks: { streamWrite: maskSecrets },
  }
  return destination === undefined ? pino(options) : pino(options, destination)
}

/** A token or a password that a client has put into the URL, or an error into its message; of a link to claim the site, only mistyped. */
function maskSecrets(line: string): string {
  return line
    .replace(/(\/admin\/(?:claim|sign-in)(?:\/|%23))[^\s"]+/gi, '$1[redacted]')
    .replace(/(ppz(?:_|%5f))[\w%-]+/gi, '$1[redacted]')
    .replace(/\/\/[^\s/@":]*:[^\s/@"]*@/g, '//[redacted]@')
}

export function getLog(): Logger {
  return singleton('log', () => createLog(getEnv().logLevel))
}
