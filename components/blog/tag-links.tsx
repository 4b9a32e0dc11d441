import type { Post } from '#lib/content/model/types.ts'

/** A post's projects and tags. */
export function TagLinks({ post }: { post: Pick<Post, 'tags' | 'projects'> }) {
  if (post.tags.length + post.projects.length === 0) return null
  return (
    <ul className="tag-links">
      {post.projects.map(({ slug, title, path }) => (
        <li key={slug}>
          {path === null ? (
            <span className="p-category">{title}</span>
          ) : (
            <a className="p-category" href={path}>
              {title}
            </a>
          )}
        </li>
      ))}
      {post.tags.map((tag) => (
        <li key={tag}>
          <a className="p-category" href={`/tags/${encodeURIComponent(tag)}`} rel="tag">
            {tag}
          </a>
        </li>
      ))}
    </ul>
  )
}
