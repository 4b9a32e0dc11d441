import { randomBytes } from 'node:crypto'
import { DomainError } from '#lib/core/errors.ts'
import { isBlocked } from './is-blocked.ts'
import type { MentionQueue, QueueLimits } from './ports.ts'

const limits: QueueLimits = { perHost: 50, queued: 1_000, total: 10_000 }
const maxUrlLength = 2_000

export interface ReceiveParts {
  store: Pick<MentionQueue, 'receiveMention' | 'listBlocks'>
  /** Absolute origin of the site. */
  siteUrl: string
  /** The path of the page that a path of the site leads to; `null` where it has none that can be mentioned. */
  findTarget(path: string): Promise<string | null>
  now(): Date
  limits?: QueueLimits
}

export type ReceiveMention = ReturnType<typeof createReceiveMention>

/**
 * Queues a webmention to be verified.
 * @returns the token of its status page
 * @throws DomainError `invalid-mention`, `too-many-requests`, `busy`
 */
export function createReceiveMention(parts: ReceiveParts) {
  return async (source: string | null, target: string | null): Promise<string> => {
    const from = parseUrl('source', source)
    const to = parseUrl('target', target)
    if (from.href === to.href) throw invalid('Source and target are the same page.')
    if (to.origin !== new URL(parts.siteUrl).origin)
      throw invalid(`The target is not a page of ${parts.siteUrl}.`)
    const path = await parts.findTarget(decodePath(to.pathname))
    if (path === null) throw invalid('The target is no page of this site that can be mentioned.')
    const blocks = await parts.store.listBlocks()
    if (isBlocked({ sourceHost: from.hostname, authorUrl: null }, blocks))
      throw invalid('This site takes no webmentions from the source’s domain.')
    const mention = {
      token: randomBytes(16).toString('base64url'),
      source: from.href,
      sourceHost: from.hostname,
      targetUrl: to.href,
      target: path,
    }
    return await parts.store.receiveMention(mention, parts.limits ?? limits, parts.now())
  }
}

function parseUrl(name: string, text: string | null): URL {
  if (text === null || text === '') throw invalid(`The ${name} is missing. Send source and target.`)
  const url = text.length > maxUrlLength ? null : URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol))
    throw invalid(`The ${name} is not a URL that begins with https:// or http://.`)
  if (url.username !== '' || url.password !== '')
    throw invalid(`The ${name} has a user name or password. Send the address that visitors use.`)
  url.hash = ''
  // The same host with the dot that ends an absolute name: otherwise it would have limits of its own and pass blocks.
  url.hostname = url.hostname.replace(/\.$/, '')
  return url
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    throw invalid('The target has an invalid percent-encoding.')
  }
}

function invalid(detail: string): DomainError {
  return new DomainError('invalid-mention', detail)
}
