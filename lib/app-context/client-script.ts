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
export const getClientScript = () => getScript('client', clientScriptFile)

/** What the button of `components/printer/tell-me.tsx` loads when it is tapped; likewise. */
export const getTellMeScript = () => getScript('tell-me', '.cache/client/tell-me.js')

/** Its address is always the same: browsers look there for a newer one. */
export const getServiceWorker = () =>
  getScript('service-worker', '.cache/client/service-worker.js')?.body ?? null

function getScript(name: string, file: string): ClientScript | null {
  return singleton(`script ${name}`, () => {
    const body = read(file)
    if (body === null) return { script: null }
    const hash = createHash('sha256').update(body).digest('base64url').slice(0, 10)
    return { script: { path: `/${name}.js?v=${hash}`, body } }
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
