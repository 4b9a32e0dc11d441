import 'server-only'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { once } from '#lib/core/singleton.ts'

/** Written by `npm run reader`. */
export const readerScriptFile = '.cache/reader/reader.js'

export interface ReaderScript {
  /** Names its bytes: may be held for ever. */
  path: string
  body: string
}

/** The one script that documents have; null where it wasn't built, and then they do without. */
export function getReaderScript(): ReaderScript | null {
  return once('reader-script', () => ({ script: read() })).script
}

function read(): ReaderScript | null {
  try {
    const body = readFileSync(readerScriptFile, 'utf8')
    const hash = createHash('sha256').update(body).digest('base64url').slice(0, 10)
    return { path: `/reader.js?v=${hash}`, body }
  } catch {
    return null
  }
}
