import { loadDeferredScripts } from '../../client/load-deferred-scripts.ts'
import type { BufferedResponse } from '../cache/entry.ts'
import { isHtml } from '../headers/response-headers.ts'
import { readAttribute, tokenizeHtml } from './tokenize-html.ts'

interface Script {
  src: string
  id: string | null
}

/**
 * A live page that asks for it (`<meta name="scripts" content="later">`) shows its picture before the framework's scripts are
 * brought: on a slow line they would take the picture's place, and they only keep up to date what is whole already.
 *
 * Begun once the picture is painted, and after two seconds in any case. Every other answer is handed back as it is.
 */
export function deferScripts(answer: BufferedResponse): BufferedResponse {
  if (!isHtml(answer.fields)) return answer
  const html = answer.body.toString('utf8')
  const kept: string[] = []
  const scripts: Script[] = []
  let isAsked = false
  let from = 0
  for (const { kind, name, attributes, start, end } of tokenizeHtml(html)) {
    if (kind === 'open' && name === 'meta' && readAttribute(attributes, 'name') === 'scripts')
      isAsked = readAttribute(attributes, 'content') === 'later'
    const script = kind === 'open' && name === 'script' ? readScript(attributes) : null
    if (script !== null) scripts.push(script)
    if (script === null && !(kind === 'open' && name === 'link' && isPreload(attributes))) {
      if (kind !== 'close' || name !== 'body') continue
      kept.push(html.slice(from, start), `<script>${renderStarter(scripts)}</script>`)
      from = start
      continue
    }
    kept.push(html.slice(from, start))
    from = end
  }
  if (!isAsked || scripts.length === 0) return answer
  kept.push(html.slice(from))
  const fields = new Map(answer.fields)
  fields.delete('content-length')
  return { ...answer, fields, body: Buffer.from(kept.join('')) }
}

/** One of the framework's that runs whenever it comes. */
function readScript(attributes: string): Script | null {
  const src = readAttribute(attributes, 'src')
  if (src === null || !src.startsWith('/_next/') || readAttribute(attributes, 'async') === null)
    return null
  return { src, id: readAttribute(attributes, 'id') }
}

function isPreload(attributes: string): boolean {
  return (
    readAttribute(attributes, 'rel') === 'preload' && readAttribute(attributes, 'as') === 'script'
  )
}

/** What stands in a script must not end it. */
function renderStarter(scripts: readonly Script[]): string {
  const list = scripts.map(({ src, id }) => (id === null ? [src] : [src, id]))
  return `(${loadDeferredScripts})(${JSON.stringify(list).replaceAll('<', '\\u003c')})`
}
