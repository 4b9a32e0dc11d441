'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { Timestamp } from '#components/printer/timestamp.tsx'
import { type ApiApp, describeScope } from '#lib/api/admin-apps.ts'
import { AdminMessage } from '../admin-message.tsx'
import { ConfirmButton } from '../confirm-button.tsx'
import { requestAdmin } from '../request.ts'

/** The apps that act for the owner. */
export function Apps({ first, me }: { first: readonly ApiApp[]; me: string }) {
  const queries = useQueryClient()
  const heading = useRef<HTMLHeadingElement>(null)
  const [message, setMessage] = useState('')
  const { data } = useQuery({
    queryKey: ['apps'],
    queryFn: () => requestAdmin<ApiApp[]>('GET', 'apps'),
    initialData: first,
    staleTime: 30_000,
  })
  const onRemoved = (app: ApiApp) => {
    heading.current?.focus()
    setMessage(`${app.name} has no access any more.`)
    void queries.invalidateQueries({ queryKey: ['apps'] })
  }
  return (
    <>
      <AdminMessage text={message} />
      <section className="page-section">
        <h2 className="section-label" ref={heading} tabIndex={-1}>
          Access
        </h2>
        <div>
          {data.length === 0 ? (
            <p>No app has access.</p>
          ) : (
            <ul className="admin-rows">
              {data.map((app) => (
                <AppRow app={app} key={app.id} onRemoved={() => onRemoved(app)} />
              ))}
            </ul>
          )}
          <p className="mt-6 max-w-[34em] text-quiet">
            Sign in at other sites, and in apps that write posts, with the address{' '}
            <strong>{me}</strong>. They then ask for your permission here.
          </p>
        </div>
      </section>
    </>
  )
}

function AppRow({ app, onRemoved }: { app: ApiApp; onRemoved: () => void }) {
  const remove = useMutation({ mutationFn: () => requestAdmin('DELETE', `apps/${app.id}`) })
  return (
    <li className="admin-row">
      <div>
        <h3 className="subtitle">{app.name}</h3>
        <p className="admin-facts">
          <bdi className="break-words">{app.client_id}</bdi>
          <br />
          May {app.scopes.map(describeScope).join(', ')}.
          <br />
          {app.last_used_at === null ? (
            'Not used yet'
          ) : (
            <>
              Last used <Timestamp at={app.last_used_at} />
            </>
          )}
          , allowed <Timestamp at={app.created_at} />
          {app.ends_at !== null && (
            <>
              . Ends <Timestamp at={app.ends_at} />
              {app.is_renewed && ' if the app doesn’t renew it'}
            </>
          )}
          .
        </p>
      </div>
      <div className="admin-actions">
        <ConfirmButton
          button="Remove"
          change={remove}
          onClosed={onRemoved}
          subject={app.name}
          title={`Remove the access of “${app.name}”?`}
        >
          It can do nothing here any more. What it has written stays.
        </ConfirmButton>
      </div>
    </li>
  )
}
