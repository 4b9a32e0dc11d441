'use client'

import { useEffect, useRef } from 'react'
import { CopyButton } from '#components/share/copy-button.tsx'
import type { ApiNewToken } from '#lib/api/admin-printers.ts'
import { listSnapperCommands, readCommand } from '#lib/api/snapper-commands.ts'

/** A new token inside the commands that use it, and how to end. The site can't show it a second time. */
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
  const isReader = token.scope === 'read-private'
  const given = { siteUrl, printerId, token: secret }
  const commands = isReader ? [readCommand(given)] : listSnapperCommands(given)
  return (
    <div className="admin-secret">
      <h4 className="subtitle" ref={heading} tabIndex={-1}>
        {isReader ? 'Send it like this' : 'Run one of these next to the printer'}
      </h4>
      <p className="my-3">
        {isReader
          ? `The token “${token.name}” is shown only now.`
          : `The token “${token.name}” is in each of them, and is shown only now. Replace the addresses and the key of your printer’s server.`}
      </p>
      <ul className="admin-rows">
        {commands.map((command, index) => (
          <li key={command.name}>
            <details open={index === 0}>
              <summary className="admin-summary">{command.name}</summary>
              <p className="admin-facts">{command.about}</p>
              <div className="snippet-code my-3 flex min-w-0 flex-wrap items-start gap-3">
                <pre>
                  <code>{command.code}</code>
                </pre>
                <CopyButton label={command.name} text={command.code} />
              </div>
            </details>
          </li>
        ))}
      </ul>
      <button className="button label mt-4" onClick={onClosed} type="button">
        Done, hide the token
      </button>
    </div>
  )
}
