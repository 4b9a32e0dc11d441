'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  type ApiSavedSettings,
  type ApiSettings,
  listSettingsChanges,
} from '#lib/api/admin-settings.ts'
import type { FormValues } from '../form.tsx'
import { AdminError, requestAdmin } from '../request.ts'
import { showTitle } from '../site-title.tsx'

/**
 * `site.yaml` and what changes it. What differs is sent, together with the version that the page shows.
 * @param first as the server sent it
 */
export function useSettings(first: ApiSettings) {
  const queries = useQueryClient()
  const [settings, setSettings] = useState(first)
  /** Where the folder can't be written. */
  const [toPaste, setToPaste] = useState<string | null>(null)
  const [message, setMessage] = useState('')
  const { version, values } = settings

  const change = useMutation({
    mutationFn: async (fields: FormValues): Promise<ApiSavedSettings | null> => {
      if ('text' in fields) return await send({ version, text: String(fields.text) })
      const changes = listSettingsChanges(fields, values)
      return Object.keys(changes).length === 0 ? null : await send({ version, changes })
    },
    onSuccess: (saved) => {
      setToPaste(saved === null || saved.is_saved ? null : saved.text)
      setMessage(toMessage(saved, settings.text))
      if (!saved?.is_saved) return
      setSettings(saved)
      showTitle(queries, saved.values)
    },
  })
  const load = useMutation({
    mutationFn: () => requestAdmin<ApiSettings>('GET', 'settings'),
    onSuccess: (loaded) => {
      setSettings(loaded)
      change.reset()
      setMessage('The new state is here. What you typed is kept.')
    },
  })
  const isOutdated = change.error instanceof AdminError && change.error.code === 'settings-changed'
  return { settings, change, load, isOutdated, toPaste, message }
}

const send = (body: object) => requestAdmin<ApiSavedSettings>('PATCH', 'settings', body)

/** @param former the text before */
export function toMessage(
  saved: Pick<ApiSavedSettings, 'is_saved' | 'changed' | 'text'> | null,
  former: string,
): string {
  if (saved === null || saved.text === former) return 'Nothing was changed.'
  if (!saved.is_saved) return 'Put the text into site.yaml.'
  if (saved.changed.length === 0) return 'Saved. No setting has another value.'
  return `Saved: ${saved.changed.join(', ')}. The pages show it within seconds.`
}
