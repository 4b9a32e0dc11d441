'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { describeBrowser } from '#lib/api/admin.ts'
import { type ApiDeviceKey, ownerPushScope } from '#lib/api/admin-devices.ts'
import type { ApiNewChannel } from '#lib/api/admin-notifications.ts'
import { findSubscription, subscribeBrowser } from '../../../client/push/subscribe-browser.ts'
import { Field } from '../field.tsx'
import { Form, type FormValues } from '../form.tsx'
import { requestAdmin } from '../request.ts'

/** Whether this browser can show messages at all. On an iPhone it can't yet, and says how when it is asked. */
function isPossible(): boolean {
  const isKnown = 'PushManager' in window || 'standalone' in navigator
  return isSecureContext && 'serviceWorker' in navigator && isKnown
}

/**
 * Makes this browser a channel: one tap, and the owner's messages are shown on it.
 * @param onAdded gets its channel and name
 */
export function ThisDevice({ onAdded }: { onAdded: (added: ApiNewChannel, name: string) => void }) {
  const [state, setState] = useState<'unknown' | 'impossible' | 'possible' | 'added'>('unknown')
  const [name, setName] = useState('')
  useEffect(() => {
    setName(describeBrowser(navigator.userAgent))
    if (!isPossible()) setState('impossible')
    else
      findSubscription(ownerPushScope).then(
        (found) => setState(found === null ? 'possible' : 'added'),
        () => setState('possible'),
      )
  }, [])
  const { data: site, error } = useQuery({
    queryKey: ['device-key'],
    queryFn: () => requestAdmin<ApiDeviceKey>('GET', 'devices'),
    enabled: state === 'possible' || state === 'added',
  })
  const change = useMutation({
    async mutationFn({ name: given }: FormValues) {
      // Asked before anything is waited for: browsers ask in answer to a tap only.
      const asked = window.Notification?.requestPermission() ?? Promise.resolve('default')
      if (site === undefined)
        throw error ?? new Error('The site’s key is not loaded yet. Tap again.')
      const { public_key: key } = site
      const subscription = await subscribeBrowser(ownerPushScope, asked, key)
      const body = { name: String(given), subscription }
      return await requestAdmin<{ id: number }>('POST', 'devices', body)
    },
    onSuccess({ id }, { name: given }) {
      setState('added')
      onAdded({ id, secret: null }, String(given))
    },
  })

  if (state === 'unknown')
    return <p>Messages can be shown on this device. That needs JavaScript.</p>
  if (state === 'impossible')
    return (
      <p className="notice">
        This browser shows no messages of this site. It needs HTTPS, and a browser with push
        messages.
      </p>
    )
  return (
    <Form
      button={state === 'added' ? 'Add this device again' : 'Send messages to this device'}
      change={change}
      pending="Waiting for your browser…"
      values={{ name }}
    >
      <p className="mb-3 max-w-[36em]">
        {state === 'added'
          ? 'This browser was added. If it is not in the list any more, add it again.'
          : 'This device shows your messages even when the page is closed. The browser asks for your permission first.'}
      </p>
      <Field label="Name of this device" maxLength={60} name="name" required />
    </Form>
  )
}
