import 'server-only'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { singleton } from '#lib/core/singleton.ts'

/** Written by `npm run reader`. */
export const clientScriptFile = '.cache/client/client.js'

export interface ClientScript {
  /** Names its bytes: may be held for ever. */
  path: string
  body: string
}

/** The one script that documents have; null where it wasn't built, and then they do without. */
export function getClientScript(): ClientScript | null {
  return singleton('reader-script', () => ({ script: read() })).script
}

function read(): ClientScript | null {
  try {
    const body = readFileSync(clientScriptFile, 'utf8')
    const hash = createHash('sha256').update(body).digest('base64url').slice(0, 10)
    return { path: `/client.js?v=${hash}`, body }
  } catch {
    return null
  }
}
