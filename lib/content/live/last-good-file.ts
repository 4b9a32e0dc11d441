import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { readRendererFingerprint } from '../cache/document-cache.ts'
import { writeFileAtomic } from '../cache/write-file-atomic.ts'
import type { ContentData } from '../model/types.ts'
import type { LoadOptions } from '../open-content.ts'
import { createLastGood, type LastGoodState } from './last-good.ts'

/**
 * Like `createLastGood`, with the states of the process before. They are next to the documents that they name, and don't count for
 * another folder, address or version of the site.
 */
export function createLastGoodFile({ contentDir, siteUrl, timeZone, rootDir }: LoadOptions) {
  let opened: { path: string; owner: string; lastGood: ReturnType<typeof createLastGood> } | null =
    null
  let saved: Buffer | null = null

  async function open(cacheDir: string) {
    const path = join(cacheDir, 'last-good')
    const fingerprint = await readRendererFingerprint(rootDir, cacheDir)
    const owner = JSON.stringify([fingerprint, contentDir, siteUrl, timeZone])
    saved = await readFile(path).catch(() => null)
    return { path, owner, lastGood: createLastGood(saved && parse(saved, owner)) }
  }

  return {
    async restore(next: ContentData): Promise<ContentData> {
      opened ??= await open(next.cacheDir)
      return opened.lastGood.restore(next)
    },
    /** Does nothing on a read-only disk. */
    async save(): Promise<void> {
      if (opened === null) return
      const { path, owner, lastGood } = opened
      const bytes = serialize({ owner, state: lastGood.getState() })
      if (saved?.equals(bytes)) return
      saved = bytes
      await writeFileAtomic(path, (temporary) => writeFile(temporary, bytes)).catch(() => undefined)
    },
  }
}

function parse(bytes: Buffer, owner: string): LastGoodState | null {
  try {
    const found = deserialize(bytes) as { owner: string; state: LastGoodState } // written by save()
    return found.owner === owner ? found.state : null
  } catch {
    return null // of another version of Node
  }
}
