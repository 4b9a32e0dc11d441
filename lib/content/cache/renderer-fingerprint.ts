import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFileAtomic } from './write-file-atomic.ts'

/**
 * Names the renderer itself: its sources and the versions it stands on. When one changes, everything is rendered anew.
 * Where the sources aren't there, as in an image that was built elsewhere, the build's own name is believed.
 */
export async function readRendererFingerprint(rootDir: string, cacheDir: string): Promise<string> {
  const record = join(cacheDir, 'renderer')
  const folder = join(rootDir, 'lib/content')
  const names = await readdir(folder, { recursive: true }).catch(() => [])
  const sources = names.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts')).sort()
  if (sources.length === 0) return readFile(record, 'utf8').catch(() => 'unknown')
  const hash = createHash('sha256')
  for (const path of [
    ...sources.map((name) => join(folder, name)),
    join(rootDir, 'package-lock.json'),
  ])
    hash.update(await readFile(path).catch(() => ''))
  const fingerprint = hash.digest('hex').slice(0, 16)
  const known = await readFile(record, 'utf8').catch(() => null)
  // An image's own disk can't be written, and needn't be.
  if (known !== fingerprint) await writeFileAtomic(record, (path) => writeFile(path, fingerprint))
  return fingerprint
}
