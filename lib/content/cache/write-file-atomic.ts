import { randomUUID } from 'node:crypto'
import { mkdir, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

const partial = '.part'

/** Whether this is the name of a file that is being written, or that a killed process has left. */
export function isPartial(name: string): boolean {
  return name.endsWith(partial)
}

/**
 * Writes a temporary file in the same folder and renames it, creating the folder if needed. A killed build, or two builds at once, never
 * leave a partial file under the final name. No fsync: the cache can be made again.
 */
export async function writeFileAtomic(
  path: string,
  write: (temporaryPath: string) => Promise<unknown>,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const temporaryPath = `${path}.${randomUUID()}${partial}`
  await write(temporaryPath)
  await rename(temporaryPath, path)
}
