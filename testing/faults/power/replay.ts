import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { createRandom } from '../../random.ts'
import type { TraceEvent } from './parse-trace.ts'

/** What survives of everything that wasn't synced. */
export const orders = ['nothing', 'names', 'everything', 'some'] as const
export type Order = (typeof orders)[number]

/** A file's bytes. Names refer to it, as directory entries do to an inode. */
interface File {
  now: Buffer
  synced: Buffer
}

/** Names in the data folder. Folders themselves survive: losing one loses nothing that losing its names doesn't. */
type Names = Map<string, File>

/**
 * Rebuilds the data folder as a disk holds it when the power fails after `position` events.
 * @param options.before the folder at the start of the trace, all of it synced
 * @param options.image receives the rebuilt folder
 * @returns the hashes that were acknowledged by then
 */
export function replay(options: {
  events: readonly TraceEvent[]
  position: number
  order: Order
  before: string
  image: string
}): string[] {
  const { events, position, order, before, image } = options
  const names = readFolder(before)
  const synced: Names = new Map(names)
  const history: Names[] = []
  const acknowledged: string[] = []
  const contents: Map<File, Buffer>[] = []
  for (const event of events.slice(0, position)) {
    // A sync that began earlier covers only what was there at that moment.
    history.push(new Map(names))
    contents.push(new Map([...names.values()].map((file) => [file, file.now])))
    apply(event, { names, synced, acknowledged, history, contents })
  }
  const random = createRandom(position)
  const survives = () => order === 'everything' || (order === 'some' && random() < 0.5)
  const kept: Names = new Map()
  for (const name of new Set([...names.keys(), ...synced.keys()])) {
    const isNew = names.get(name) !== synced.get(name)
    const takesNew = isNew && (order === 'names' || survives())
    const file = (takesNew || !isNew ? names : synced).get(name)
    if (file !== undefined) kept.set(name, file)
  }
  for (const entry of readdirSync(before, { recursive: true, withFileTypes: true }))
    if (entry.isDirectory())
      mkdirSync(join(image, relative(before, entry.parentPath), entry.name), { recursive: true })
  for (const [name, file] of kept) {
    // Shared memory is rebuilt from the log.
    if (name.endsWith('-shm')) continue
    mkdirSync(dirname(join(image, name)), { recursive: true })
    writeFileSync(join(image, name), survives() ? file.now : file.synced)
  }
  return acknowledged
}

interface Disk {
  names: Names
  synced: Names
  acknowledged: string[]
  history: Names[]
  contents: Map<File, Buffer>[]
}

function apply(event: TraceEvent, disk: Disk): void {
  const { names } = disk
  switch (event.kind) {
    case 'create': {
      const file = names.get(event.path)
      if (file === undefined) names.set(event.path, { now: empty, synced: empty })
      else if (event.isEmptied) file.now = empty
      return
    }
    case 'append':
    case 'write': {
      const file = getFile(names, event.path)
      file.now = overwrite(
        file.now,
        event.kind === 'write' ? event.at : file.now.length,
        event.bytes,
      )
      return
    }
    case 'truncate': {
      const file = getFile(names, event.path)
      const longer = Buffer.alloc(event.length)
      file.now.copy(longer)
      file.now = longer
      return
    }
    case 'rename':
    case 'link':
      names.set(event.to, getFile(names, event.from))
      if (event.kind === 'rename') names.delete(event.from)
      return
    case 'unlink':
      names.delete(event.path)
      return
    case 'sync':
      sync(event.path, event.startedAt, disk)
      return
    case 'acknowledged':
      disk.acknowledged.push(event.sha256)
  }
}

/** A file's sync makes its bytes durable, a folder's the names in it. */
function sync(path: string, startedAt: number, { names, synced, history, contents }: Disk): void {
  const namesThen = history[startedAt] ?? names
  const file = namesThen.get(path)
  if (file !== undefined) {
    file.synced = contents[startedAt]?.get(file) ?? file.now
    return
  }
  const isInside = (name: string) => dirname(name) === (path === '' ? '.' : path)
  for (const name of synced.keys()) if (isInside(name) && !namesThen.has(name)) synced.delete(name)
  for (const [name, each] of namesThen) if (isInside(name)) synced.set(name, each)
}

const empty = Buffer.alloc(0)

function getFile(names: Names, path: string): File {
  const file = names.get(path)
  if (file === undefined) throw new Error(`The trace uses ${path}, which doesn't exist.`)
  return file
}

function overwrite(bytes: Buffer, at: number, more: Buffer): Buffer {
  const whole = Buffer.alloc(Math.max(bytes.length, at + more.length))
  bytes.copy(whole)
  more.copy(whole, at)
  return whole
}

function readFolder(folder: string): Names {
  const names: Names = new Map()
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const bytes = readFileSync(path)
    names.set(relative(folder, path), { now: bytes, synced: bytes })
  }
  return names
}
