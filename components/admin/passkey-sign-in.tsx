'use client'

import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { SignInChoices } from '#lib/api/admin.ts'
import { ActionButton } from './action-button.tsx'
import { findPasskeyObstacle, signInByPasskey } from './ceremony.ts'
import { Problem } from './problem.tsx'
import { requestAdmin } from './request.ts'

/** The button for a passkey, or why there is none. */
export function PasskeySignIn({
  choices: { hasPasskeys, formerHosts },
}: {
  choices: SignInChoices
}) {
  const [obstacle, setObstacle] = useState<ReturnType<typeof findPasskeyObstacle> | 'unknown'>(
    'unknown',
  )
  const { mutate, isPending, isSuccess, error } = useMutation({
    mutationFn: signInByPasskey,
    // To the page that wanted the session.
    onSuccess: () => location.replace(location.pathname.replace('/sign-in', '') + location.search),
  })

  useEffect(() => setObstacle(findPasskeyObstacle()), [])
  useEffect(() => {
    // A link on another site's page brings no cookie along. From here on the browser sends it.
    requestAdmin<{ is_signed_in: boolean }>('GET', 'session').then(
      ({ is_signed_in: isSignedIn }) =>
        isSignedIn &&
        location.pathname !== '/admin/sign-in' &&
        location.replace(location.pathname + location.search),
      () => undefined,
    )
  }, [])

  return (
    <>
      {formerHosts.length > 0 && (
        <p className="notice mt-6">
          <strong>The address of this site has changed.</strong> The passkeys for{' '}
          {formerHosts.join(' and ')} work only there. Sign in with a link, then add a passkey for
          the present address.
        </p>
      )}
      {obstacle === 'insecure' && (
        <p className="notice mt-6">
          <strong>This page is not on HTTPS, so browsers offer no passkeys here.</strong> A link
          signs you in for 24 hours.
        </p>
      )}
      {obstacle === 'unsupported' && hasPasskeys && (
        <p className="notice mt-6">This browser has no passkeys. Sign in with a link.</p>
      )}
      {obstacle === null && hasPasskeys && (
        <p className="mt-8">
          <ActionButton
            className="button label"
            isPending={isPending || isSuccess}
            onClick={() => mutate()}
          >
            Sign in with a passkey
          </ActionButton>
        </p>
      )}
      <p className="mt-3" role="status">
        {(isPending || isSuccess) && 'Waiting for your passkey…'}
      </p>
      <Problem error={error} />
    </>
  )
}
