import type { PostResponse } from '#lib/content/model/types.ts'

/** What a post replies to, above its text. */
export function Responses({ responses }: { responses: readonly PostResponse[] }) {
  if (responses.length === 0) return null
  return (
    <ul className="responses">
      {responses.map(({ kind, verb, url, label }) => (
        <li key={kind + url}>
          {verb}{' '}
          <a className={`text-link u-${kind}`} href={url}>
            {label}
          </a>
        </li>
      ))}
    </ul>
  )
}
