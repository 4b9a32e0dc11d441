import { constants } from 'node:fs'
import { type FileHandle, open, realpath } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { getContentType } from '#lib/core/content-types.ts'

export interface OpenFile {
  handle: FileHandle
  type: string
  /** Bytes. */
  size: number
  changedAt: Date
}

/**
 * Opens a file of a folder by the path of an address. The caller closes it.
 * @returns `null` where there is no such file, where it is hidden, or where a link leads out of the folder
 * @throws an error of the file system, such as EACCES: the file is there
 */
export async function openFileIn(folder: string, path: string): Promise<OpenFile | null> {
  const segments = decode(path)?.split('/').slice(1) ?? []
  if (segments.length === 0 || segments.some(isImpossible) || isHidden(segments)) return null
  const root = await absentAsNull(realpath(folder))
  const file = root && (await absentAsNull(realpath(join(root, ...segments))))
  if (root === null || file === null || !file.startsWith(root + sep)) return null
  // A mounted ConfigMap consists of links into folders such as `..2026_11_29`.
  const behindLinks = relative(root, file).split(sep)
  if (isHidden(behindLinks.filter((segment) => !segment.startsWith('..')))) return null
  // Without waiting, which opening a named pipe would do.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
  const handle = await absentAsNull(open(file, flags))
  if (handle === null) return null
  const stats = await handle.stat()
  if (stats.isFile())
    return { handle, type: getContentType(path), size: stats.size, changedAt: stats.mtime }
  await handle.close()
  return null
}

function decode(path: string): string | null {
  try {
    return decodeURIComponent(path)
  } catch {
    return null
  }
}

function isImpossible(segment: string): boolean {
  return segment === '' || segment === '.' || segment === '..' || /[\0\\]/.test(segment)
}

/** Only `.well-known` at the beginning is public. */
function isHidden(segments: readonly string[]): boolean {
  return segments.some(
    (segment, index) => segment.startsWith('.') && !(index === 0 && segment === '.well-known'),
  )
}

const absences = ['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG', 'ENXIO']

function absentAsNull<T>(opening: Promise<T>): Promise<T | null> {
  return opening.catch((error: NodeJS.ErrnoException) => {
    if (absences.includes(error.code ?? '')) return null
    throw error
  })
}
