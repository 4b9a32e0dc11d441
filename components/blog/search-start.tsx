import type { Tag } from '#lib/content/model/types.ts'

const maxTags = 12

/** Shown before a search: the most used tags. */
export function SearchStart({ tags }: { tags: readonly Tag[] }) {
  if (tags.length === 0) return null
  return (
    <section className="search-start">
      <h2 className="label">Popular tags</h2>
      <ul className="tag-links">
        {tags.slice(0, maxTags).map(({ tag, path }) => (
          <li key={tag}>
            <a href={path}>{tag}</a>
          </li>
        ))}
      </ul>
    </section>
  )
}
