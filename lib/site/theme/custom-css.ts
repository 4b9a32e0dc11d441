import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { leadsOutNow } from '#lib/core/leads-out.ts'
import { singleton } from '#lib/core/singleton.ts'

export interface CustomCss {
  /** Contains a hash of the bytes, so that it may be cached forever. */
  url: string
  hash: string
  body: Buffer
}

interface Held {
  path: string
  /** Of the file when it was read. */
  version: string
  css: CustomCss | null
}

/**
 * The owner's `custom.css`, read again when its time or size changes; `null` without one. It is asked for its time whenever a page is
 * rendered: 10 µs, against a watcher of its own.
 */
export function getCustomCss(contentDir: string): CustomCss | null {
  const held = singleton('custom-css', (): Held => ({ path: '', version: '', css: null }))
  const path = join(/* turbopackIgnore: true */ contentDir, 'custom.css')
  const stat = statSync(path, { throwIfNoEntry: false })
  const version = stat?.isFile() ? `${stat.ino} ${stat.mtimeMs} ${stat.size}` : ''
  if (held.path !== path || held.version !== version) {
    const css = version === '' || leadsOutNow(contentDir, 'custom.css') ? null : read(path)
    Object.assign(held, { path, version, css })
  }
  return held.css
}

function read(path: string): CustomCss {
  const body = readFileSync(path)
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 10)
  return { url: `/custom.css?v=${hash}`, hash, body }
}
