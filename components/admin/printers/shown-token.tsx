'use client'

import { useEffect, useRef } from 'react'
import { CopyButton } from '#components/share/copy-button.tsx'
import type { ApiNewToken } from '#lib/api/admin-printers.ts'
import { listSnapperCommands } from '#lib/api/snapper-commands.ts'

/** A new token inside the commands that use it. The site can't show it a second time. */
export function ShownToken({
  made: { secret, token },
  printerId,
  siteUrl,
  onClosed,
}: {
  made: ApiNewToken
  printerId: number
  siteUrl: string
  onClosed: () => void
}) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <div className="admin-secret">
      <h4 className="subtitle" ref={heading} tabIndex={-1}>
        Run one of these next to the printer
      </h4>
      <p className="my-3">
        The token “{token.name}” is in each of them, and is shown only now. Replace the addresses
        and the key of your printer’s server.
      </p>
      <ul className="admin-rows">
        {listSnapperCommands({ siteUrl, printerId, token: secret }).map(({ name, about, code }) => (
          <li className="py-4" key={name}>
            <p>
              <strong>{name}.</strong> <span className="text-quiet text-small">{about}</span>
            </p>
            <div className="snippet-code mt-2 flex min-w-0 flex-wrap items-start gap-3">
              <pre>
                <code>{code}</code>
              </pre>
              <CopyButton label={name} text={code} />
            </div>
          </li>
        ))}
      </ul>
      <button className="button label mt-4" onClick={onClosed} type="button">
        Done, hide the token
      </button>
    </div>
  )
}
