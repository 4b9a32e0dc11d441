import { normalisePath } from '../read/retired-paths.ts'
import type { Content, Post } from './types.ts'

/** Where a path without a page leads: it has moved, was withdrawn for good, or never existed (null). */
type RouteResolution = { kind: 'moved'; to: string } | { kind: 'gone' } | null

/**
 * Checks the owner's `redirects.yaml` and `withdrawn.yaml` first. Then a permalink without its name, with an earlier name, or without
 * leading zeros resolves to the post with that day and ordinal; and one with another of the post's days, such as its day in UTC, to
 * the post with that name.
 */
export function resolveRoute(content: Content, path: string): RouteResolution {
  const normal = normalisePath(path)
  const target = content.redirects.get(normal)
  if (target !== undefined) return { kind: 'moved', to: target }
  if (content.withdrawn.has(normal)) return { kind: 'gone' }
  const match = /^\/(\d{4})\/(\d{1,2})\/(\d{1,2})\/(\d{1,4})(?:\/([^/]+))?$/.exec(normal)
  if (match === null) return null
  const [, year = '', month = '', day = '', ordinal = '', name = ''] = match
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const sameOrdinal = content.posts.filter(
    (one) => one.date === date && one.ordinal === Number(ordinal),
  )
  if (sameOrdinal.some((one) => one.path === normal)) return null
  const post =
    sameOrdinal.at(-1) ??
    content.posts.find((one) => name !== '' && one.name === name && listDays(one).includes(date))
  return post === undefined ? null : { kind: 'moved', to: post.path }
}

/** Days that an earlier permalink of the post may contain: its local day, its day in UTC, and that of its folder. */
function listDays({ publishedAt, file }: Post): string[] {
  const folder = /(\d{4})\/(\d{2})\/(\d{2})\//.exec(file)
  const folderDay = folder === null ? [] : [folder.slice(1).join('-')]
  return [publishedAt.localDate, publishedAt.instant.toISOString().slice(0, 10), ...folderDay]
}
