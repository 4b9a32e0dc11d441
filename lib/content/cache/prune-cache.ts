import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Removes what earlier builds left: documents that have changed since, and pictures that are no longer used.
 * @returns the number of removed files
 */
export async function pruneCache(
  cacheDir: string,
  used: { keys: readonly string[]; assets: readonly string[] },
): Promise<number> {
  const keys = new Set(used.keys)
  // A picture's variants and its description are removed together: `name-<hash>-480.avif`, `name-<hash>.json`.
  const stems = new Set(used.assets.map(stemOf))
  const documents = await listFiles(join(cacheDir, 'documents'))
  const assets = await listFiles(join(cacheDir, 'assets'))
  const unused = [
    ...documents.filter((path) => !keys.has(nameOf(path).split('.')[0] ?? '')),
    ...assets.filter((path) => !stems.has(stemOf(nameOf(path)))),
  ]
  await Promise.all(unused.map((path) => rm(path)))
  return unused.length
}

function nameOf(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? ''
}

function stemOf(name: string): string {
  return /^.*-[0-9a-f]{12}/.exec(name)?.[0] ?? name
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}
