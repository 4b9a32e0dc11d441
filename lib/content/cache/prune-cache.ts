import { randomUUID } from 'node:crypto'
import { readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFileAtomic } from './write-file-atomic.ts'

/** What a site needs of the cache. */
export interface UsedFiles {
  /** Of rendered documents. */
  keys: Set<string>
  /** Of assets; see `getStem`. */
  stems: Set<string>
}

/** A site that is starting has not recorded yet what it uses, and another build may be writing. */
const minAgeMs = 3_600_000
const renewEveryMs = 3_600_000
/** Of the record of a site that doesn't renew it, such as a sleeping one, and of a build since the next one. */
const maxRecordAgeMs = 7 * 86_400_000

/** What all variants of a picture and its description have in common: `name-<hash>` of `name-<hash>-480.avif`. */
export function getStem(name: string): string {
  return /^.*-[0-9a-f]{12}/.exec(name)?.[0] ?? name
}

/**
 * Records that this process uses files of the cache, so that no build deletes them; renewed until the process ends. What the call before
 * named is still in use: a request may have begun before the content changed. On a read-only disk there is no record, and that of the
 * build counts.
 */
export function createUseRecord(cacheDir: string): (used: UsedFiles) => Promise<void> {
  const path = join(cacheDir, 'uses', `${randomUUID()}.json`)
  let current: UsedFiles = { keys: new Set(), stems: new Set() }
  let all = current
  const write = () => writeRecord(path, all).catch(() => {})
  setInterval(() => touch(path).catch(write), renewEveryMs).unref()
  return async (used) => {
    all = { keys: current.keys.union(used.keys), stems: current.stems.union(used.stems) }
    current = used
    await write()
  }
}

/**
 * Removes what earlier builds left and no running site may use: documents that have changed since, and pictures that are no longer used.
 * @param current what this build uses
 * @returns the number of removed files
 */
export async function pruneCache(
  cacheDir: string,
  current: UsedFiles,
  now: Date = new Date(),
): Promise<number> {
  const folder = join(cacheDir, 'uses')
  await recordBuild(folder, current)
  const used = await readRecords(folder, now)
  const documents = await listFiles(join(cacheDir, 'documents'))
  const assets = await listFiles(join(cacheDir, 'assets'))
  const unused = [
    ...documents.filter(({ name }) => !used.some(({ keys }) => keys.has(name.split('.')[0] ?? ''))),
    ...assets.filter(({ name }) => !used.some(({ stems }) => stems.has(getStem(name)))),
  ]
  const removed = await Promise.all(
    unused.map(async ({ path }) => {
      if ((await readAge(path, now)) < minAgeMs) return 0
      await rm(path, { force: true })
      return 1
    }),
  )
  return removed.reduce<number>((sum, one) => sum + one, 0)
}

const buildRecord = 'build.json'

/** A site that can't write was started from the last build, or from one before it. */
async function recordBuild(folder: string, current: UsedFiles): Promise<void> {
  const path = join(folder, buildRecord)
  const before = await readFile(path, 'utf8').catch(() => null)
  if (before === printRecord(current)) return
  if (before !== null) {
    const replaced = join(folder, `${randomUUID()}.json`)
    await rename(path, replaced)
    await touch(replaced)
  }
  await writeRecord(path, current)
}

async function readRecords(folder: string, now: Date): Promise<UsedFiles[]> {
  const records = (await listFiles(folder)).filter(({ name }) => name.endsWith('.json'))
  const found = await Promise.all(
    records.map(async ({ path, name }) => {
      if (name !== buildRecord && (await readAge(path, now)) > maxRecordAgeMs) {
        await rm(path, { force: true })
        return []
      }
      const { keys, stems } = JSON.parse(await readFile(path, 'utf8')) as Record<string, string[]> // see printRecord
      return [{ keys: new Set(keys), stems: new Set(stems) }]
    }),
  )
  return found.flat()
}

function writeRecord(path: string, used: UsedFiles): Promise<void> {
  return writeFileAtomic(path, (temporary) => writeFile(temporary, printRecord(used)))
}

function printRecord({ keys, stems }: UsedFiles): string {
  return JSON.stringify({ keys: [...keys].sort(), stems: [...stems].sort() })
}

function touch(path: string): Promise<void> {
  const now = new Date()
  return utimes(path, now, now)
}

/** Zero for a file that another process has just removed. */
async function readAge(path: string, now: Date): Promise<number> {
  const stats = await stat(path).catch(() => null)
  return stats === null ? 0 : now.getTime() - stats.mtimeMs
}

async function listFiles(folder: string): Promise<{ path: string; name: string }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => ({ path: join(parentPath, name), name }))
}
