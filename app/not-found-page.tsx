import type { Metadata } from 'next'
import { permanentRedirect, redirect } from 'next/navigation'
import {
  NotFound,
  notFoundTitle,
  PageRemoved,
  pageRemovedTitle,
} from '#components/blog/not-found.tsx'
import { Preparing, preparingTitle } from '#components/blog/preparing.tsx'
import { resolveRoute } from '#lib/content/model/resolve-route.ts'
import { suggestDocuments } from '#lib/content/model/suggest-documents.ts'
import type { Content } from '#lib/content/model/types.ts'
import type { CachePolicy } from '#lib/core/page-options.ts'

/**
 * The page for an address without a document. Not by Next's `notFound()`: for a page rendered on request that sends an empty shell
 * and leaves the text to a script. The HTTP server sets the status.
 * @param cache absent where the addresses can't be enumerated: scanners must not fill the cache
 * @throws Next's redirect, where the document has moved
 */
export function NotFoundPage({
  content,
  path,
  cache,
}: {
  content: Content
  path: string
  cache?: CachePolicy | undefined
}) {
  if (!content.isRead) return <Preparing />
  const route = resolveRoute(content, path)
  if (route?.kind === 'moved') permanentRedirect(route.to)
  if (route?.kind === 'temporary') redirect(route.to)
  if (route !== null) return <PageRemoved />
  const options = { isStatic: true, status: 404, ...(cache && { cache }) } as const
  return <NotFound guesses={suggestDocuments(content, path)} options={options} />
}

export function getNotFoundMetadata(content: Content, path: string): Metadata {
  const isGone = resolveRoute(content, path)?.kind === 'gone'
  const title = content.isRead ? (isGone ? pageRemovedTitle : notFoundTitle) : preparingTitle
  return { title, robots: { index: false } }
}
