import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseEnv } from 'node:util'

/** A site that runs on this machine, as far as this user may see it. */
export interface RunningSite {
  pid: number
  /** Absolute, of the site's variables, its `.env` or the defaults; null if this user may not read them. */
  dataDir: string | null
  contentDir: string | null
  /** null also if it isn't set. */
  siteUrl: string | null
}

/** Finds the site among this machine's processes. Linux only; elsewhere nothing is found. */
export function findRunningSites(procDir = '/proc'): RunningSite[] {
  const pids = attempt(() => readdirSync(procDir), []).filter((name) => /^\d+$/.test(name))
  return pids.flatMap((pid) => {
    const args = readFields(`${procDir}/${pid}/cmdline`)
    if (!args.some((arg) => /(^|\/)server\/main\.js$/.test(arg))) return []
    const cwd = attempt(() => readlinkSync(`${procDir}/${pid}/cwd`), null)
    const variables = readFields(`${procDir}/${pid}/environ`)
    // What `scripts/load-env.mjs` adds later isn't in `environ`.
    const hasFile = cwd !== null && args.some((arg) => arg.endsWith('load-env.mjs'))
    const file = hasFile
      ? parseEnv(attempt(() => readFileSync(resolve(cwd, '.env'), 'utf8'), ''))
      : {}
    const get = (name: string) =>
      variables.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1) ??
      file[name] ??
      null
    const getFolder = (name: string, byDefault: string) => {
      const path = get(name) || (variables.length > 0 ? byDefault : null)
      return path === null || cwd === null ? null : resolve(cwd, path)
    }
    return {
      pid: Number(pid),
      dataDir: getFolder('DATA_DIR', 'data'),
      contentDir: getFolder('CONTENT_DIR', 'content'),
      siteUrl: get('SITE_URL') || null,
    }
  })
}

function attempt<T>(read: () => T, otherwise: T): T {
  try {
    return read()
  } catch {
    return otherwise
  }
}

/** The parts between NULs; none if the file can't be read. */
function readFields(path: string): string[] {
  return attempt(() => readFileSync(path, 'utf8').split('\0'), [])
}
