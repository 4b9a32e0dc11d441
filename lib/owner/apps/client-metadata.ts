import { DomainError } from '#lib/core/errors.ts'
import type { ClientMetadata } from './client.ts'

/** What was at an app's address, after redirects. */
export interface FetchedClient {
  contentType: string
  body: string
  url: string
  /** The `Link` header. */
  link: string | null
}

const maxRedirects = 50

/**
 * Reads what an app says of itself: a JSON document, or a page with an h-app, whose `rel=redirect_uri` are in the page or its header. What another
 * site says counts for nothing: an app's site may redirect to any address that is asked for.
 * @throws DomainError `invalid-fields` where a document is about another app
 */
export async function parseClientMetadata(
  clientId: string,
  { contentType, body, url, link }: FetchedClient,
): Promise<ClientMetadata> {
  const { host } = new URL(url)
  if (host !== new URL(clientId).host)
    throw new DomainError('invalid-fields', `it redirects to ${host}.`)
  if (/[/+]json\b/i.test(contentType)) return parseJson(clientId, body)
  const { mf2 } = await import('microformats-parser')
  const { rels, items } = mf2(body, { baseUrl: url })
  const app = items.find(({ type }) => type?.some((one) => /^h-(?:x-)?app$/.test(one)))?.properties
  const [name, logo] = [app?.name?.[0], app?.logo?.[0] ?? app?.photo?.[0]]
  const fromHeader = [...(link ?? '').matchAll(/<([^>]*)>\s*;[^,]*\brel="?redirect_uri"?/g)]
  return {
    name: typeof name === 'string' ? name : findTitle(body),
    logoUrl: toAddress(typeof logo === 'object' && 'value' in logo ? logo.value : logo, clientId),
    redirectUris: [...fromHeader.map(([, uri]) => uri), ...(rels.redirect_uri ?? [])]
      .flatMap((uri) => resolve(uri, clientId) ?? [])
      .slice(0, maxRedirects),
  }
}

function parseJson(clientId: string, body: string): ClientMetadata {
  let given: Record<string, unknown> = {}
  try {
    const parsed: unknown = JSON.parse(body)
    if (typeof parsed === 'object' && parsed !== null) given = parsed as Record<string, unknown> // checked member by member
  } catch {
    throw new DomainError('invalid-fields', 'it isn’t JSON.')
  }
  if (given.client_id !== clientId)
    throw new DomainError('invalid-fields', 'it is about another client_id.')
  const { client_name: name, logo_uri: logo, redirect_uris: uris } = given
  return {
    name: typeof name === 'string' ? name : null,
    logoUrl: toAddress(logo, clientId),
    redirectUris: (Array.isArray(uris) ? uris : [])
      .filter((uri) => typeof uri === 'string')
      .slice(0, maxRedirects),
  }
}

function findTitle(html: string): string | null {
  const title = /<title[^>]*>([^<]*)/i.exec(html)?.[1]?.trim()
  return title === undefined || title === '' ? null : title
}

function toAddress(given: unknown, base: string): string | null {
  const url = typeof given === 'string' ? URL.parse(given, base) : null
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : null
}

/** A `redirect_uri` as written, where it is one already: it is compared letter by letter. */
function resolve(uri: string | undefined, base: string): string | null {
  if (uri === undefined) return null
  return URL.canParse(uri) ? uri : (URL.parse(uri, base)?.href ?? null)
}
