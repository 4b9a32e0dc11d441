import { normalisePath } from '../read/redirects.ts'
import type { Content, Post } from './types.ts'

/** What became of an address that no page answers: moved, withdrawn for good, or never there (null). */
export type RouteResolution = { kind: 'moved'; to: string } | { kind: 'gone' } | null

/**
 * The owner's own lists first; then a permalink without its name, with an older name, or with zeros left out leads to
 * the post that has that day and ordinal; and one by another of its days, such as the day it was in Greenwich, to the post of
 * that name.
 */
export function resolveRoute(content: Content, path: string): RouteResolution {
  const normal = normalisePath(path)
  const target = content.moves.redirects.get(normal)
  if (target !== undefined) return { kind: 'moved', to: target }
  if (content.moves.withdrawn.has(normal)) return { kind: 'gone' }
  const match = /^\/(\d{4})\/(\d{1,2})\/(\d{1,2})\/(\d{1,4})(?:\/([^/]+))?$/.exec(normal)
  if (match === null) return null
  const [, year = '', month = '', day = '', ordinal = '', name = ''] = match
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const there = content.posts.filter((one) => one.date === date && one.ordinal === Number(ordinal))
  if (there.some((one) => one.path === normal)) return null
  const meant =
    there.at(-1) ??
    content.posts.find((one) => name !== '' && one.name === name && listDays(one).includes(date))
  return meant === undefined ? null : { kind: 'moved', to: meant.path }
}

/** Days that a post's address may have been made of before: where it was written, in Greenwich, and of its folder. */
function listDays({ publishedAt, file }: Post): string[] {
  const folder = /(\d{4})\/(\d{2})\/(\d{2})\//.exec(file)
  const there = folder === null ? [] : [folder.slice(1).join('-')]
  return [publishedAt.localDate, publishedAt.instant.toISOString().slice(0, 10), ...there]
}
