import 'server-only'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { singleton } from '#lib/core/singleton.ts'

/** Built by `npm run client`. */
export const clientScriptFile = '.cache/client/client.js'
const livePageScriptFile = '.cache/client/live-page.js'

export interface ClientScript {
  /** Contains a hash of the bytes, so that it may be cached forever. */
  path: string
  body: string
}

/** The script of static pages; `null` where it isn't built. The pages work without it. */
export function getClientScript(): ClientScript | null {
  return singleton('client-script', () => {
    const body = read(clientScriptFile)
    if (body === null) return { script: null }
    const hash = createHash('sha256').update(body).digest('base64url').slice(0, 10)
    return { script: { path: `/client.js?v=${hash}`, body } }
  }).script
}

/** The inline script of live pages; likewise. */
export function getLivePageScript(): string | null {
  return singleton('live-page-script', () => ({ body: read(livePageScriptFile) })).body
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return null
  }
}
