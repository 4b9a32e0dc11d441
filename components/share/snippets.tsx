import { CopyButton } from './copy-button.tsx'
import type { Snippet } from './list-snippets.ts'

/** Snippets to copy. One click selects a whole snippet, also without the button. */
export function Snippets({ snippets }: { snippets: readonly Snippet[] }) {
  return (
    <dl className="snippets">
      {snippets.map(({ name, about, code }) => (
        <div className="snippet" key={name}>
          <dt className="snippet-name">{name}</dt>
          <dd className="snippet-about">{about}</dd>
          <dd className="snippet-code">
            <pre>
              <code>{code}</code>
            </pre>
            <CopyButton label={name} text={code} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
