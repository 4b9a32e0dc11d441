'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ApiSecurity } from '#lib/api/admin.ts'
import { AdminMessage } from './admin-message.tsx'
import { OwnerLog } from './owner-log.tsx'
import { PasskeyReminder } from './passkey-reminder.tsx'
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
  return (
    <>
      <AdminMessage text={message} />
      <PasskeyReminder security={data}>Add a passkey now.</PasskeyReminder>
      <Passkeys onChanged={onChanged} passkeys={data.passkeys} />
      <Sessions onChanged={onChanged} sessions={data.sessions} />
      {/* A new entry may move the pages. */}
      <OwnerLog first={data.log} key={data.log.entries[0]?.id} />
    </>
  )
}
