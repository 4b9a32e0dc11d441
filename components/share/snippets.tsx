import { CopyButton } from './copy-button.tsx'
import type { Snippet } from './list-snippets.ts'

/** Snippets to copy. One click selects a whole snippet, also without the button. */
export function Snippets({ snippets }: { snippets: readonly Snippet[] }) {
  return (
    <dl className="[border-top-width:2px] border-ink">
      {snippets.map(({ name, about, code }) => (
        <div
          className="grid gap-x-wide-column gap-y-2 [border-bottom-width:1px] border-line py-6 lg:grid-cols-[minmax(0,5fr)_minmax(0,7fr)]"
          key={name}
        >
          <dt className="subtitle lg:col-start-1">{name}</dt>
          <dd className="max-w-[34em] text-pretty text-quiet text-small lg:col-start-1">{about}</dd>
          <dd className="snippet-code flex min-w-0 flex-wrap items-start gap-3 lg:col-start-2 lg:row-span-2 lg:row-start-1">
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
