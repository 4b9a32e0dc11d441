import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A real filesystem of a few megabytes that tests fill up or make read-only. */
interface SmallDisk {
  path: string
  setReadOnly(isReadOnly: boolean): Promise<void>
  unmount(): Promise<void>
}

/** @param inodes 0: any number. @returns `null`, with the reason on stderr, if this machine doesn't allow mounting */
export async function mountSmallDisk(megabytes: number, inodes = 0): Promise<SmallDisk | null> {
  const path = await mkdtemp(join(tmpdir(), 'small-disk-'))
  try {
    await run('mount', [
      '-t',
      'tmpfs',
      '-o',
      `size=${megabytes}m,nr_inodes=${inodes}`,
      'tmpfs',
      path,
    ])
  } catch (error) {
    await rm(path, { recursive: true })
    console.warn(`skipped: mounting a small disk failed (${String(error)})`)
    return null
  }
  return {
    path,
    setReadOnly: async (isReadOnly) => {
      await run('mount', ['-o', `remount,${isReadOnly ? 'ro' : 'rw'}`, path])
    },
    unmount: async () => {
      // Lazily: a failed test may still have a file open.
      await run('umount', ['-l', path])
      await rm(path, { recursive: true })
    },
  }
}
