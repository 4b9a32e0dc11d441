import { readdirSync, readFileSync } from 'node:fs'

/** A site that runs on this machine, as far as this user may see it. */
export interface RunningSite {
  pid: number
  /** Both as its environment says; null if that isn't readable or says nothing. */
  dataDir: string | null
  siteUrl: string | null
}

/** Finds the site among this machine's processes. Linux only; elsewhere nothing is found. */
export function findRunningSites(procDir = '/proc'): RunningSite[] {
  const pids = listFolder(procDir).filter((name) => /^\d+$/.test(name))
  return pids.flatMap((pid) => {
    const args = readFields(`${procDir}/${pid}/cmdline`)
    if (!args.some((arg) => /(^|\/)server\/main\.js$/.test(arg))) return []
    const variables = readFields(`${procDir}/${pid}/environ`)
    const get = (name: string) =>
      variables.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1) ?? null
    return [{ pid: Number(pid), dataDir: get('DATA_DIR'), siteUrl: get('SITE_URL') }]
  })
}

function listFolder(path: string): string[] {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}

/** The parts between NULs; none if the file can't be read. */
function readFields(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\0')
  } catch {
    return []
  }
}
