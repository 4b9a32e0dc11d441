import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import type { Environment } from './environment.ts'

/**
 * The environment, and below it what a file such as `.env` says; no file is no fault, one that can't be read is.
 *
 * Where the environment names the site, the file is not read: a report must not go to one site with the credentials, or the
 * spool, of another.
 */
export function withEnvFile(environment: Environment, path: string, faults: string[]): Environment {
  if (environment.PRINTER_ENDPOINT || environment.PRINTER_ENDPOINT_FILE) return environment
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error
    if (code !== 'ENOENT') faults.push(`${path}: can't be read (${code})`)
    return environment
  }
  const given = Object.entries(environment).filter(([, value]) => value !== undefined)
  return { ...parseEnv(text), ...Object.fromEntries(given) }
}
