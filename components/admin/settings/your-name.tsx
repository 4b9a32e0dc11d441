'use client'

import { useEffect, useRef } from 'react'
import { type ApiSettings, toEntries } from '#lib/api/admin-settings.ts'
import { Field } from '../field.tsx'
import { ListField } from './list-field.tsx'
import { SettingsForm } from './settings-form.tsx'
import { useSettings } from './use-settings.ts'

const example = { label: 'Mastodon', url: 'https://social.example/@ada' }

/**
 * The first settings of a new site. A step that may be left out.
 * @param first as the server sent it
 */
export function YourName({
  first,
  onChanged,
}: {
  first: ApiSettings
  onChanged: (message: string) => void
}) {
  const state = useSettings(first)
  const { settings, message } = state
  const { title, 'author/name': name } = settings.values
  const saved = title ?? name
  const done = useRef<HTMLParagraphElement>(null)
  useEffect(() => {
    if (message === '') return
    onChanged(message)
    done.current?.focus()
  }, [message, onChanged])

  if (settings.faults.length > 0 || saved !== undefined)
    return (
      <p ref={done} tabIndex={-1}>
        {saved !== undefined && (
          <>
            <bdi>{String(saved)}</bdi>
            {'. '}
          </>
        )}
        {settings.faults.length > 0 && 'Something in site.yaml is wrong. '}
        <a className="text-link" href="/admin/settings">
          Settings
        </a>{' '}
        has the rest.
      </p>
    )
  return (
    <SettingsForm state={state}>
      <Field autoComplete="name" label="Your name, or the site’s" name="title" required />
      <Field
        hint="A sentence on the home page. It can stay empty."
        label="Tagline"
        name="tagline"
      />
      <ListField
        entries={toEntries(settings.values.profiles)}
        examples={example}
        hint="Links to you elsewhere, if you like."
        name="profiles"
        noun="profile"
      />
    </SettingsForm>
  )
}
