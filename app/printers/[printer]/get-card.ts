import { getContext } from '#lib/app-context/context.ts'
import { getEnv } from '#lib/app-context/env.ts'
import { printerTag } from '#lib/core/page-options.ts'
import { parsePrinterId } from '#lib/http/params.ts'
import { renderBadge } from '#lib/printers/embeds/badge.ts'
import { renderCardResponse } from '#lib/printers/embeds/card.ts'
import { getSite } from '#lib/site/site.ts'
import { getTheme } from '#lib/site/theme/current-theme.ts'

/** @throws DomainError `printer-not-found`, `storage-unavailable`, `image-process-unavailable` */
export async function getCard(given: string): Promise<{ id: number; svg: string }> {
  const id = parsePrinterId(given)
  return { id, svg: await renderCardResponse(await getContext(), id, getSettings(), Date.now()) }
}

/** @throws DomainError `printer-not-found`, `storage-unavailable` */
export async function getBadge(given: string): Promise<{ id: number; svg: string }> {
  const id = parsePrinterId(given)
  const { printerQueries } = await getContext()
  const printer = await printerQueries.requirePrinter(id)
  return { id, svg: renderBadge(printer, getSettings(), Date.now()) }
}

function getSettings() {
  return {
    host: new URL(getEnv().siteUrl).host,
    formats: getSite(),
    colours: getTheme().light,
  }
}

/**
 * A short lifetime for image proxies such as GitHub's: the card changes, its URL does not. Opened by itself, an SVG is a document, which
 * may show the picture it contains and nothing else.
 */
export function cardHeaders(id: number, type: 'image/svg+xml' | 'image/png') {
  return {
    'content-type': type,
    'cache-control': 'public, max-age=30, s-maxage=5',
    'content-security-policy': "default-src 'none'; img-src data:; frame-ancestors *",
    'cache-tag': printerTag(id),
  }
}
