import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A real filesystem of a few megabytes, for tests of what happens when it is full or turns read-only. */
export interface SmallDisk {
  path: string
  setReadOnly(isReadOnly: boolean): Promise<void>
  unmount(): Promise<void>
}

/** @returns `null`, with the reason on stderr, where this machine doesn't let us mount */
export async function mountSmallDisk(megabytes: number): Promise<SmallDisk | null> {
  const path = await mkdtemp(join(tmpdir(), 'small-disk-'))
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path])
  } catch (error) {
    await rm(path, { recursive: true })
    console.warn(`skipped: no small disk can be mounted here (${String(error)})`)
    return null
  }
  return {
    path,
    setReadOnly: async (isReadOnly) => {
      await run('mount', ['-o', `remount,${isReadOnly ? 'ro' : 'rw'}`, path])
    },
    unmount: async () => {
      // Lazily: a test that failed may still hold a file open.
      await run('umount', ['-l', path])
      await rm(path, { recursive: true })
    },
  }
}
