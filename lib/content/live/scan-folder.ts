import { readdir, realpath, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { stampFile } from '../cache/file-memory.ts'

export interface FolderState {
  /** Each file below the folder by its relative path, with what changes when it is written or replaced. */
  files: ReadonlyMap<string, string>
  /** The folder and those below it. */
  folders: readonly string[]
}

/**
 * Lists a folder's files, through symbolic links within it, without reading them. Names that begin with a dot don't count, nor does what can't
 * be read.
 */
export async function scanFolder(folder: string): Promise<FolderState> {
  const files = new Map<string, string>()
  const folders: string[] = []
  const seen = new Set<string>()
  const root = await realpath(folder).catch(() => folder)

  async function scan(path: string, prefix: string): Promise<void> {
    const id = await realpath(path).catch(() => null)
    // A link may lead back to a folder that contains it.
    if (id === null || seen.has(id)) return
    // One to the root of a disk would make all of it the content.
    if (id !== root && !id.startsWith(root + sep)) return
    seen.add(id)
    const names = await readdir(path).catch(() => [])
    folders.push(path)
    // One after the other: it runs beside requests, which need the same threads.
    for (const name of names) {
      if (name.startsWith('.')) continue
      const stats = await stat(join(path, name)).catch(() => null)
      if (stats?.isDirectory()) await scan(join(path, name), `${prefix}${name}/`)
      else files.set(prefix + name, stats === null ? 'unreadable' : stampFile(stats))
    }
  }

  await scan(folder, '')
  return { files, folders }
}

/**
 * Looks at some files only, since a look at a thousand takes a tenth of a second.
 * @param names of what may have changed, relative to the folder
 * @returns null if a folder is among them, which only a complete look can tell
 */
export async function scanFiles(
  folder: string,
  names: Iterable<string>,
  before: FolderState,
): Promise<FolderState | null> {
  const files = new Map(before.files)
  for (const name of names) {
    const stats = await stat(join(folder, name)).catch(() => null)
    if (stats?.isDirectory() || before.folders.includes(join(folder, name))) return null
    if (stats === null) files.delete(name)
    else files.set(name, stampFile(stats))
  }
  return { files, folders: before.folders }
}

/** The files that were written, added or deleted between two states. */
export function listChangedFiles(before: FolderState, after: FolderState): string[] {
  const names = new Set([...before.files.keys(), ...after.files.keys()])
  return [...names].filter((name) => before.files.get(name) !== after.files.get(name))
}

export function isSameState(a: FolderState, b: FolderState): boolean {
  if (a.files.size !== b.files.size) return false
  for (const [name, file] of a.files) if (b.files.get(name) !== file) return false
  return true
}
