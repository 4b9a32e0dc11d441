import type { ContentFault } from '../faults.ts'
import type { PostSource } from './post-source.ts'

export type PlacedPost = PostSource & { ordinal: number; path: string }

export function formatPermalink(date: string, ordinal: number, name: string): string {
  const path = `/${date.replaceAll('-', '/')}/${ordinal}`
  return name === '' ? path : `${path}/${name}`
}

/**
 * Gives every post its permalink. Posts that name an ordinal keep it; the others take the free ones of their day,
 * oldest first, so that files without any still get addresses that don't depend on how the disk lists them.
 */
export function placePosts(posts: readonly PostSource[]): {
  posts: PlacedPost[]
  faults: ContentFault[]
} {
  const faults: ContentFault[] = []
  const takenBy = new Map<string, string>()
  const place = (post: PostSource, ordinal: number): PlacedPost => {
    const path = formatPermalink(post.date, ordinal, post.name)
    const key = `${post.date} ${ordinal}`
    const other = takenBy.get(key)
    if (other === undefined) takenBy.set(key, post.file)
    else {
      const message = `wants the same address as ${other} (${path}); give one of them another ordinal`
      faults.push({ file: post.file, line: 1, message })
    }
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
      while (takenBy.has(`${post.date} ${ordinal}`)) ordinal++
      return place(post, ordinal)
    })
  return { posts: [...fixed, ...free], faults }
}
