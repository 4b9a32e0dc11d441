import type { ReactNode } from 'react'
import { Timestamp } from '#components/printer/timestamp.tsx'
import type { ApiSecurity } from '#lib/api/admin.ts'

/** As long as no passkey works at this address: signing in again would need the server. */
export function PasskeyReminder({
  security: { passkeys, sessions },
  children,
}: {
  security: Pick<ApiSecurity, 'passkeys' | 'sessions'>
  children: ReactNode
}) {
  const current = sessions.find((session) => session.is_current)
  if (current === undefined || passkeys.some((passkey) => passkey.works_here)) return null
  return (
    <p className="notice mb-10">
      <strong>{children}</strong> This session ends on <Timestamp at={current.expires_at} />.
      Without a passkey, signing in again needs the server’s command line.
    </p>
  )
}
