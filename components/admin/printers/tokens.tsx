'use client'

import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { Timestamp } from '#components/printer/timestamp.tsx'
import type { ApiManagedPrinter, ApiNewToken, ApiToken } from '#lib/api/admin-printers.ts'
import { ActionButton } from '../action-button.tsx'
import { ConfirmButton } from '../confirm-button.tsx'
import { Problem } from '../problem.tsx'
import { requestAdmin } from '../request.ts'
import { NewToken } from './new-token.tsx'
import { ShownToken } from './shown-token.tsx'

/** Who may report for a printer. */
export function Tokens({
  printer,
  siteUrl,
  onChanged,
}: {
  printer: ApiManagedPrinter
  siteUrl: string
  onChanged: (message: string) => void
}) {
  const heading = useRef<HTMLHeadingElement>(null)
  const [made, setMade] = useState<ApiNewToken | null>(null)
  const onMade = (token: ApiNewToken, message: string) => {
    setMade(token)
    onChanged(message)
  }
  const replaceAll = useMutation({
    mutationFn: () => requestAdmin<ApiNewToken>('POST', `printers/${printer.id}/tokens/all`),
    onSuccess: (token) => onMade(token, 'All tokens were replaced. The former ones have ended.'),
  })
  return (
    <div className="mt-8">
      <h3 className="subtitle" ref={heading} tabIndex={-1}>
        Tokens<span className="sr-only"> of {printer.label}</span>
      </h3>
      {made !== null && (
        <ShownToken
          made={made}
          onClosed={() => {
            setMade(null)
            heading.current?.focus()
          }}
          printerId={printer.id}
          siteUrl={siteUrl}
        />
      )}
      {printer.tokens.length === 0 ? (
        <p className="admin-facts">None yet, so nothing can report for this printer.</p>
      ) : (
        <ul className="admin-rows mt-2">
          {printer.tokens.map((token) => (
            <TokenRow
              key={token.id}
              onMade={onMade}
              onRemoved={() => {
                heading.current?.focus()
                onChanged(`The token “${token.name}” was deleted.`)
              }}
              path={`printers/${printer.id}/tokens/${token.id}`}
              token={token}
            />
          ))}
        </ul>
      )}
      <NewToken onMade={onMade} printer={printer} />
      {printer.tokens.length > 0 && (
        <div className="admin-actions mt-4">
          <ConfirmButton
            button="Replace all"
            change={replaceAll}
            subject={`tokens of ${printer.label}`}
            title={`Replace all tokens of “${printer.label}”?`}
          >
            One new token is made, and every token and password until now ends at once. Nothing can
            report until it has the new one.
          </ConfirmButton>
        </div>
      )}
    </div>
  )
}

const permissions = { report: 'May report.', 'read-private': 'May read what is private.' } as const

function TokenRow({
  token,
  path,
  onMade,
  onRemoved,
}: {
  token: ApiToken
  path: string
  onMade: (made: ApiNewToken, message: string) => void
  onRemoved: () => void
}) {
  const name = token.is_replaced ? `${token.name}, the old one` : token.name
  const remove = useMutation({ mutationFn: () => requestAdmin('DELETE', path) })
  const rotate = useMutation({
    mutationFn: () => requestAdmin<ApiNewToken>('POST', path),
    onSuccess: (made) => onMade(made, `“${name}” was replaced. The old one works for another day.`),
  })
  return (
    <li className="admin-row">
      <div>
        <h4>{name}</h4>
        <p className="admin-facts">
          {token.kind === 'password' && 'A password. '}
          {token.is_replaced && <strong>Replaced. </strong>}
          {token.is_expired && <strong>Expired. </strong>}
          {permissions[token.scope]}{' '}
          {token.last_used_at === null ? (
            'Not used yet'
          ) : (
            <>
              Last used <Timestamp at={token.last_used_at} />
              {token.last_used_by !== null && ` by ${token.last_used_by}`}
            </>
          )}
          , made <Timestamp at={token.created_at} />
          {token.expires_at === null ? (
            ', without an end.'
          ) : (
            <>
              , until <Timestamp at={token.expires_at} />.
            </>
          )}
        </p>
        <Problem error={rotate.error} />
      </div>
      <div className="admin-actions">
        {token.kind === 'token' && !token.is_replaced && (
          <ActionButton
            className="text-link"
            isPending={rotate.isPending}
            onClick={() => rotate.mutate()}
          >
            Replace<span className="sr-only"> {name}</span>
          </ActionButton>
        )}
        <ConfirmButton
          button="Delete"
          change={remove}
          onClosed={onRemoved}
          subject={name}
          title={`Delete “${name}”?`}
        >
          A snapper that uses it can’t report any more, at once.
        </ConfirmButton>
      </div>
    </li>
  )
}
