import { randomUUID } from 'node:crypto'
import { readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isPartial, writeFileAtomic } from './write-file-atomic.ts'

/** What a site needs of the cache. */
export interface UsedFiles {
  /** Of rendered documents. */
  keys: Set<string>
  /** Of assets; see `getStem`. */
  stems: Set<string>
}

/** A site that is starting has not recorded yet what it uses, and another process may be writing. */
const minAgeMs = 3_600_000
const renewEveryMs = 3_600_000
/** Of the record of a site that doesn't renew it, such as a sleeping one, and of a build since the next one. */
const maxRecordAgeMs = 7 * 86_400_000
/** A site that is started again and again leaves one each time. */
const maxRecords = 100

/** What all variants of a picture and its description have in common: `name-<hash>` of `name-<hash>-480.avif`. */
export function getStem(name: string): string {
  return /^.*-[0-9a-f]{12}/.exec(name)?.[0] ?? name
}

/**
 * Records that this process uses files of the cache, so that no other one deletes them; renewed until the process ends. What the call
 * before named is still in use: a request may have begun before the content changed. The returned function tells whether there is a
 * record: not on a read-only disk, where that of the build counts.
 */
export function createUseRecord(): (cacheDir: string, used: UsedFiles) => Promise<boolean> {
  const name = `${randomUUID()}.json`
  let path = ''
  let current: UsedFiles = { keys: new Set(), stems: new Set() }
  let all = current
  const write = () =>
    writeRecord(path, all).then(
      () => true,
      () => false,
    )
  setInterval(() => touch(path).catch(write), renewEveryMs).unref()
  return (cacheDir, used) => {
    path = join(cacheDir, 'uses', name)
    all = { keys: current.keys.union(used.keys), stems: current.stems.union(used.stems) }
    current = used
    return write()
  }
}

/**
 * Tells whether a file is in the cache. One that is old gets a new age, so that no other site deletes it before this one has recorded
 * that it uses it.
 */
export async function findFile(path: string): Promise<boolean> {
  const stats = await stat(path).catch(() => null)
  // On a read-only disk nobody deletes it.
  if (stats !== null && Date.now() - stats.mtimeMs > minAgeMs / 2) await touch(path).catch(() => {})
  return stats !== null
}

/**
 * Removes what earlier states of the content left and no running site may use: documents that have changed since, and pictures that are
 * no longer used. Several processes may do so at once. Without any record it removes nothing.
 * @returns the number of removed files
 */
export async function pruneCache(cacheDir: string, now: Date = new Date()): Promise<number> {
  const used = await readRecords(join(cacheDir, 'uses'), now)
  if (used.length === 0) return 0
  const keys = new Set(used.flatMap((one) => [...one.keys]))
  const stems = new Set(used.flatMap((one) => [...one.stems]))
  const documents = await listFiles(join(cacheDir, 'documents'))
  const assets = await listFiles(join(cacheDir, 'assets'))
  const unused = [
    ...documents.filter(({ name }) => isPartial(name) || !keys.has(name.split('.')[0] ?? '')),
    ...assets.filter(({ name }) => isPartial(name) || !stems.has(getStem(name))),
  ]
  let removed = 0
  for (const { path } of unused) {
    // All parts of a document are as old as its summary: see `findFile`.
    const summary = path.replace(/\.(?:body|text)\.json$/, '.summary.json')
    const ages = await Promise.all([path, summary].map((one) => readAge(one, now)))
    if (Math.min(...ages) < minAgeMs) continue
    await rm(path, { force: true })
    removed += 1
  }
  return removed
}

const buildRecord = 'build.json'

/** Records what a build uses: a site that can't write was started from the last build, or from one before it. */
export async function recordBuild(cacheDir: string, current: UsedFiles): Promise<void> {
  const folder = join(cacheDir, 'uses')
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

/** @throws Error if a record can't be read: what it names must not be deleted */
async function readRecords(folder: string, now: Date): Promise<UsedFiles[]> {
  const files = (await listFiles(folder)).filter(({ name }) => name.endsWith('.json'))
  const aged = await Promise.all(
    files.map(async ({ path, name }) => ({
      path,
      age: name === buildRecord ? 0 : await readAge(path, now),
    })),
  )
  const used: UsedFiles[] = []
  for (const [index, { path, age }] of aged.sort((a, b) => a.age - b.age).entries()) {
    const isKept = age <= maxRecordAgeMs && index < maxRecords
    if (!isKept) await rm(path, { force: true })
    const text = isKept ? await readFile(path, 'utf8').catch(nullIfAbsent) : null
    if (text === null) continue
    const { keys, stems } = JSON.parse(text) as Record<string, string[]> // see printRecord
    used.push({ keys: new Set(keys), stems: new Set(stems) })
  }
  return used
}

function nullIfAbsent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null
  throw error
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

/** Of a file that doesn't exist, older than any other. */
async function readAge(path: string, now: Date): Promise<number> {
  const stats = await stat(path).catch(() => null)
  return stats === null ? Number.POSITIVE_INFINITY : now.getTime() - stats.mtimeMs
}

async function listFiles(folder: string): Promise<{ path: string; name: string }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => ({ path: join(parentPath, name), name }))
}
