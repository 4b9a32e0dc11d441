'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Timestamp } from '#components/printer/timestamp.tsx'
import type { ApiSecurity } from '#lib/api/admin.ts'
import { OwnerLog } from './owner-log.tsx'
import { Passkeys } from './passkeys.tsx'
import { requestAdmin } from './request.ts'
import { Sessions } from './sessions.tsx'

/**
 * Passkeys, sessions and the log.
 * @param first as the server sent it
 */
export function Security({ first }: { first: ApiSecurity }) {
  const queries = useQueryClient()
  const { data } = useQuery({
    queryKey: ['security'],
    queryFn: () => requestAdmin<ApiSecurity>('GET', 'security'),
    initialData: first,
    staleTime: 30_000,
  })
  const [message, setMessage] = useState('')
  const onChanged = (text: string) => {
    setMessage(text)
    void queries.invalidateQueries({ queryKey: ['security'] })
  }
  const current = data.sessions.find((session) => session.is_current)
  const hasPasskey = data.passkeys.some((passkey) => passkey.works_here)
  return (
    <>
      <p className="admin-message" role="status">
        {message}
      </p>
      {!hasPasskey && current !== undefined && (
        <p className="notice mb-10">
          <strong>Add a passkey now.</strong> This session ends on{' '}
          <Timestamp at={current.expires_at} />. Without a passkey, signing in again needs the
          server’s command line.
        </p>
      )}
      <Passkeys onChanged={onChanged} passkeys={data.passkeys} />
      <Sessions onChanged={onChanged} sessions={data.sessions} />
      {/* A new entry may move the pages. */}
      <OwnerLog first={data.log} key={data.log.entries[0]?.id} />
    </>
  )
}
