import { randomUUID } from 'node:crypto'
import { mkdir, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Writes a file beside its place and moves it in: a build that is killed, or two that run at once, never leave half
 * a file under a name that others trust.
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
