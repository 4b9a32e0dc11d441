'use client'

import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { Timestamp } from '#components/printer/timestamp.tsx'
import { type ApiSession, describeBrowser } from '#lib/api/admin.ts'
import { ActionButton } from './action-button.tsx'
import { ConfirmButton } from './confirm-button.tsx'
import { Problem } from './problem.tsx'
import { requestAdmin } from './request.ts'

const links = { claim: 'By the link that claimed the site', link: 'By a link' } as const

function describeBeginning({ method, passkey }: ApiSession): string {
  if (method !== 'passkey') return links[method]
  return passkey === null ? 'By a passkey that was removed' : `By the passkey “${passkey}”`
}

export function Sessions({
  sessions,
  onChanged,
}: {
  sessions: readonly ApiSession[]
  onChanged: (message: string) => void
}) {
  const heading = useRef<HTMLHeadingElement>(null)
  const everywhere = useMutation({
    mutationFn: () => requestAdmin('DELETE', 'sessions'),
    onSuccess: () => location.reload(),
  })
  return (
    <section className="page-section">
      <h2 className="section-label" ref={heading} tabIndex={-1}>
        Sessions
      </h2>
      <div>
        <ul className="admin-rows">
          {sessions.map((session) => (
            <SessionRow
              key={session.id}
              onEnded={() => {
                heading.current?.focus()
                onChanged('The session was signed out.')
              }}
              session={session}
            />
          ))}
        </ul>
        <div className="mt-4">
          <ConfirmButton
            button="Sign out everywhere"
            change={everywhere}
            title="Sign out everywhere?"
          >
            All sessions end, this one too. Your passkeys stay.
          </ConfirmButton>
        </div>
      </div>
    </section>
  )
}

function SessionRow({ session, onEnded }: { session: ApiSession; onEnded: () => void }) {
  const browser = describeBrowser(session.user_agent)
  const isLater = session.method !== 'passkey' && session.passkey !== null
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => requestAdmin('DELETE', `sessions/${session.id}`),
    onSuccess: onEnded,
  })
  return (
    <li className="admin-row">
      <div>
        <h3 className="subtitle">
          {browser}
          {session.is_current && <span className="text-quiet"> (this one)</span>}
        </h3>
        <p className="admin-facts">
          Session {session.id}. {describeBeginning(session)}, <Timestamp at={session.created_at} />
          {isLater && `, now with the passkey “${session.passkey}”`}. Last seen{' '}
          <Timestamp at={session.last_seen_at} />. Ends <Timestamp at={session.expires_at} />
          {(isLater || session.method === 'passkey') && ' if it isn’t used'}.
        </p>
        <Problem error={error} />
      </div>
      {!session.is_current && (
        <div className="admin-actions">
          <ActionButton className="text-link" isPending={isPending} onClick={() => mutate()}>
            Sign out<span className="sr-only"> {browser}</span>
          </ActionButton>
        </div>
      )}
    </li>
  )
}
