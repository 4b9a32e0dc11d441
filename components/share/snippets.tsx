import { CopyButton } from './copy-button.tsx'
import type { Snippet } from './list-snippets.ts'

/** One press or click selects a whole snippet, with the button or without. */
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
