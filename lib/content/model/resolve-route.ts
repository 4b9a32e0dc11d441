import type { PlacedPost } from '../read/permalinks.ts'
import type { RetiredPaths } from '../read/retired-paths.ts'
import { normalisePath } from '../read/retired-paths.ts'

type Permalinked = Pick<PlacedPost, 'path' | 'date' | 'ordinal' | 'name' | 'publishedAt' | 'file'>

interface Routes extends RetiredPaths {
  /** Newest first. */
  posts: readonly Permalinked[]
}

/**
 * Where a path without a page leads: it has moved, was withdrawn for good, or never existed (null). A derived target is `temporary`,
 * because another post can make it wrong.
 */
type RouteResolution = { kind: 'moved' | 'temporary'; to: string } | { kind: 'gone' } | null

/**
 * Checks the owner's `redirects.yaml` and `withdrawn.yaml` first. Then an incomplete or earlier permalink resolves to the post that has
 * its name and one of its days, such as the post's day in UTC. Without a name the ordinal decides, if no other post may have had it.
 * Anything else may be another post's address, and is only suggested.
 */
export function resolveRoute(content: Routes, path: string): RouteResolution {
  const normal = normalisePath(path)
  const target = content.redirects.get(normal)
  if (target !== undefined) return { kind: 'moved', to: target }
  if (content.withdrawn.has(normal)) return { kind: 'gone' }
  const permalink = parsePermalink(normal)
  if (permalink === null) return null
  const { date, ordinal, name } = permalink
  const ofDay = listPostsOfDay(content, date)
  const matching = ofDay.filter((one) =>
    name === '' ? one.ordinal === ordinal : one.name.toLowerCase() === name.toLowerCase(),
  )
  const exact = matching.filter((one) => one.date === date && one.ordinal === ordinal)
  const [post, rival] = name !== '' && exact.length > 0 ? exact : matching
  if (post === undefined || rival !== undefined || post.path === normal) return null
  if (name === '' && post.date !== date) return null
  return { kind: 'temporary', to: post.path }
}

/** The parts of `/2021/2/7/0/name`; null for any other path. `ordinal` may be missing, as in `/2021/02/07/name`. */
export function parsePermalink(
  path: string,
): { date: string; ordinal: number | null; name: string } | null {
  const match = /^\/(\d{4})\/(\d{1,2})\/(\d{1,2})(?:\/(\d{1,4}))?(?:\/([^/]+))?$/.exec(path)
  if (match === null) return null
  const [, year = '', month = '', day = '', ordinal, name = ''] = match
  if (ordinal === undefined && name === '') return null
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return { date, ordinal: ordinal === undefined ? null : Number(ordinal), name }
}

/** Posts that a permalink with this day may mean, newest first. */
export function listPostsOfDay({ posts }: Pick<Routes, 'posts'>, date: string): Permalinked[] {
  return posts.filter((one) => listDays(one).includes(date))
}

/** Days that an earlier permalink of the post may contain: its own, its local day, its day in UTC, and that of its folder. */
function listDays({ date, publishedAt, file }: Permalinked): string[] {
  const folder = /(\d{4})\/(\d{2})\/(\d{2})\//.exec(file)
  const folderDay = folder === null ? [] : [folder.slice(1).join('-')]
  return [date, publishedAt.localDate, publishedAt.instant.toISOString().slice(0, 10), ...folderDay]
}
