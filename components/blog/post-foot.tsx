import type { Post } from '#lib/content/model/types.ts'
import { formatWrittenDay } from './written-at.tsx'

/** Links to the previous, the next and related posts. */
export function PostFoot({
  newer,
  older,
  related,
}: {
  newer: Post | null
  older: Post | null
  related: readonly Post[]
}) {
  const shown = related.filter(({ path }) => path !== newer?.path && path !== older?.path)
  return (
    <nav
      aria-label="Other posts"
      className="post-foot card-grid mt-chapter gap-x-column gap-y-7 [--card:17rem] [--fill:auto-fit]"
    >
      {older !== null && <PostLink label="Previous" post={older} rel="prev" />}
      {newer !== null && <PostLink label="Next" post={newer} rel="next" />}
      {shown.map((post) => (
        <PostLink key={post.path} label="Related" post={post} />
      ))}
    </nav>
  )
}

function PostLink({ label, post, rel }: { label: string; post: Post; rel?: string }) {
  return (
    <a className="post-neighbour" href={post.path} rel={rel}>
      <span className="label text-quiet">{label}</span>
      <span className="subtitle">{post.label}</span>
      <span className="text-quiet text-(length:--text-small)">{formatWrittenDay(post.date)}</span>
    </a>
  )
}
