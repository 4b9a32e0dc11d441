import type { TocEntry } from '#lib/content/model/types.ts'
import { getEngineLanguage } from '#lib/site/site.ts'

/**
 * Open next to the text on wide screens, folded above it on narrow ones, without a script. post.css shows one of the two labels.
 */
export function TableOfContents({ entries }: { entries: readonly TocEntry[] }) {
  if (entries.length === 0) return null
  return (
    <nav aria-label="Contents" className="toc">
      <p className="label toc-label" lang={getEngineLanguage()}>
        Contents
      </p>
      <details>
        <summary className="label toc-fold" lang={getEngineLanguage()}>
          Contents
        </summary>
        <Entries entries={entries} />
      </details>
    </nav>
  )
}

function Entries({ entries }: { entries: readonly TocEntry[] }) {
  return (
    <ol>
      {entries.map(({ id, text, children }) => (
        <li key={id}>
          <a href={`#${id}`}>{text}</a>
          {children.length > 0 && <Entries entries={children} />}
        </li>
      ))}
    </ol>
  )
}
