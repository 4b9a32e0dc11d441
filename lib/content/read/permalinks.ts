import type { ContentIssue } from '#lib/core/content-issue.ts'
import type { PostSource } from './post-source.ts'

export type PlacedPost = PostSource & { ordinal: number; path: string }

function formatPermalink(date: string, ordinal: number, name: string): string {
  const path = `/${date.replaceAll('-', '/')}/${ordinal}`
  return name === '' ? path : `${path}/${name}`
}

/**
 * Gives every post its permalink. Posts with an ordinal keep it; the others take the free ones of their day, oldest first, so that
 * their permalinks don't depend on the order in which the disk lists files.
 *
 * Two posts with one path are an error; the first in the order of their files is kept. Two names under one ordinal are allowed with a warning, because both permalinks may have been shared already.
 */
export function assignPermalinks(posts: readonly PostSource[]): {
  posts: PlacedPost[]
  errors: ContentIssue[]
  warnings: ContentIssue[]
} {
  const errors: ContentIssue[] = []
  const warnings: ContentIssue[] = []
  const fileByPath = new Map<string, string>()
  const place = (post: PostSource, ordinal: number): PlacedPost[] => {
    const { file, date, name } = post
    const path = formatPermalink(date, ordinal, name)
    const short = formatPermalink(date, ordinal, '')
    const other = fileByPath.get(path)
    const sameOrdinal = fileByPath.get(short)
    if (other !== undefined) {
      const message = `has the same path as ${other} (${path}); give one of them another ordinal`
      errors.push({ file, line: 1, message })
      return []
    }
    if (sameOrdinal !== undefined) {
      const message = `has the same ordinal as ${sameOrdinal}, so ${short} leads to neither; give one of them another ordinal`
      warnings.push({ file, line: 1, message })
    }
    fileByPath.set(path, file)
    fileByPath.set(short, sameOrdinal ?? file)
    return [{ ...post, ordinal, path }]
  }
  const fixed = posts.flatMap((post) => (post.ordinal === null ? [] : place(post, post.ordinal)))
  const free = posts
    .filter((post) => post.ordinal === null)
    .sort(
      (a, b) =>
        a.publishedAt.instant.getTime() - b.publishedAt.instant.getTime() ||
        a.file.localeCompare(b.file, 'en'),
    )
    .flatMap((post) => {
      let ordinal = 0
      while (fileByPath.has(formatPermalink(post.date, ordinal, ''))) ordinal++
      return place(post, ordinal)
    })
  return { posts: [...fixed, ...free], errors, warnings }
}
