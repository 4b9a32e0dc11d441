import 'server-only'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { singleton } from '#lib/core/singleton.ts'

/** Built by `npm run client`. */
export const clientScriptFile = '.cache/client/client.js'

export interface ClientScript {
  /** Contains a hash of the bytes, so that it may be cached forever. */
  path: string
  body: string
}

/** The script of static pages; `null` where it isn't built. The pages work without it. */
export function getClientScript(): ClientScript | null {
  return singleton('client-script', () => ({ script: read() })).script
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
