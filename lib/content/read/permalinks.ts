import type { ContentIssue, ContentWarning } from '../content-errors.ts'
import type { PostSource } from './post-source.ts'

export type PlacedPost = PostSource & { ordinal: number; path: string }

export function formatPermalink(date: string, ordinal: number, name: string): string {
  const path = `/${date.replaceAll('-', '/')}/${ordinal}`
  return name === '' ? path : `${path}/${name}`
}

/**
 * Gives every post its permalink. Posts that name an ordinal keep it; the others take the free ones of their day,
 * oldest first, so that files without any still get addresses that don't depend on how the disk lists them.
 *
 * Two names under one ordinal have happened, and both addresses have been given away: both stay, with a warning.
 */
export function assignPermalinks(posts: readonly PostSource[]): {
  posts: PlacedPost[]
  faults: ContentIssue[]
  warnings: ContentWarning[]
} {
  const faults: ContentIssue[] = []
  const warnings: ContentWarning[] = []
  const fileAt = new Map<string, string>()
  const place = (post: PostSource, ordinal: number): PlacedPost => {
    const { file, date, name } = post
    const path = formatPermalink(date, ordinal, name)
    const short = formatPermalink(date, ordinal, '')
    const other = fileAt.get(path)
    const neighbour = fileAt.get(short)
    if (other !== undefined) {
      const message = `wants the same address as ${other} (${path}); give one of them another ordinal`
      faults.push({ file, line: 1, message })
    } else if (neighbour !== undefined) {
      const message = `shares its ordinal with ${neighbour}; ${short} leads to the one that was published first`
      warnings.push({ file, line: 1, message })
    }
    fileAt.set(path, other ?? file)
    fileAt.set(short, neighbour ?? file)
    return { ...post, ordinal, path }
  }
  const fixed = posts.flatMap((post) => (post.ordinal === null ? [] : place(post, post.ordinal)))
  const free = posts
    .filter((post) => post.ordinal === null)
    .sort(
      (a, b) =>
        a.publishedAt.instant.getTime() - b.publishedAt.instant.getTime() ||
        a.file.localeCompare(b.file, 'en'),
    )
    .map((post) => {
      let ordinal = 0
      while (fileAt.has(formatPermalink(post.date, ordinal, ''))) ordinal++
      return place(post, ordinal)
    })
  return { posts: [...fixed, ...free], faults, warnings }
}
