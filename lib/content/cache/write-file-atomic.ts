import { randomUUID } from 'node:crypto'
import { mkdir, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Writes a temporary file in the same folder and renames it, creating the folder if needed. A killed build, or two builds at once, never
 * leave a partial file under the final name. No fsync: the cache can be made again.
 */
export async function writeFileAtomic(
  path: string,
  write: (temporaryPath: string) => Promise<unknown>,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const temporaryPath = `${path}.${randomUUID()}.part`
  await write(temporaryPath)
  await rename(temporaryPath, path)
}
