'use client'

import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import {
  type ApiSettings,
  type ApiThemePreview,
  listSettingsChanges,
} from '#lib/api/admin-settings.ts'
import { AdminMessage } from '../admin-message.tsx'
import { Choice, Field } from '../field.tsx'
import { readValues } from '../form.tsx'
import { Problem } from '../problem.tsx'
import { requestAdmin } from '../request.ts'
import { ColourField } from './colour-field.tsx'
import { PagePreview, type PreviewedPage } from './page-preview.tsx'
import { SettingsForm } from './settings-form.tsx'
import { useSettings } from './use-settings.ts'

const typingMs = 300

const mainColours = [
  ['paper', 'Background'],
  ['ink', 'Text'],
  ['accent', 'Accent'],
  ['frame', 'Border of pictures'],
] as const
const otherColours = [
  ['quiet', 'Captions and dates'],
  ['line', 'Thin rules'],
  ['code', 'Background of code'],
  ['on_frame', 'Text on a frame'],
  ['on_frame_quiet', 'Captions on a frame'],
  ['frame_accent', 'Accent on a frame'],
] as const

const types = [
  ['', 'Default: Piazzolla, Sofia Sans Condensed'],
  ['piazzolla', 'Piazzolla, Sofia Sans Condensed'],
  ['literata', 'Literata, Archivo Condensed'],
  ['grotesk', 'Hanken Grotesk, Archivo Condensed'],
] as const

/**
 * Colours, typefaces and logo, on the site's own pages before they are saved.
 * @param first as the server sent it, with the preview of it
 */
export function Look({
  first,
  firstPreview,
  pages,
}: {
  first: ApiSettings
  firstPreview: ApiThemePreview
  pages: readonly PreviewedPage[]
}) {
  const state = useSettings(first)
  const { settings, change } = state
  const preview = useMutation({
    mutationFn: (form: HTMLFormElement) =>
      requestAdmin<ApiThemePreview>('POST', 'settings/preview', {
        changes: listSettingsChanges(readValues(form), settings.values),
      }),
  })
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const shown = preview.data ?? firstPreview
  return (
    <div className="admin-look">
      <div>
        <SettingsForm
          advice={[...shown.advice, ...settings.advice.filter(({ path }) => path === 'theme/logo')]}
          onInput={({ currentTarget }) => {
            if (change.error !== null) change.reset()
            clearTimeout(timer.current)
            timer.current = setTimeout(() => preview.mutate(currentTarget), typingMs)
          }}
          state={state}
        >
          <Colours computed={shown.light} colours={mainColours} under="theme" />
          <details className="admin-more">
            <summary className="admin-summary subtitle">More colours</summary>
            <Colours computed={shown.light} colours={otherColours} under="theme" />
          </details>
          <details className="admin-more">
            <summary className="admin-summary subtitle">The dark theme</summary>
            <p className="admin-facts">What you leave empty is computed from the light one.</p>
            <Colours
              colours={[...mainColours, ...otherColours]}
              computed={shown.dark}
              suffix=", dark"
              under="theme/dark"
            />
          </details>
          <Choice label="Typefaces" name="theme/type" options={types} />
          <Field
            hint="An SVG or PNG in public/ in the content folder, such as /logo.svg, or portrait for your photo. Shown once it is saved."
            label="Logo"
            name="theme/logo"
            spellCheck={false}
          />
        </SettingsForm>
      </div>
      <div className="admin-preview">
        <PagePreview pages={pages} style={shown.style}>
          <AdminMessage text={state.message} />
        </PagePreview>
        <Problem error={preview.error} />
      </div>
    </div>
  )
}

function Colours({
  colours,
  computed,
  under,
  suffix = '',
}: {
  colours: readonly (readonly [string, string])[]
  computed: Readonly<Record<string, string>>
  under: string
  suffix?: string
}) {
  return (
    <div className="admin-colours">
      {colours.map(([name, label]) => (
        <ColourField
          computed={computed[name] ?? ''}
          key={name}
          label={`${label}${suffix}`}
          name={`${under}/${name}`}
        />
      ))}
    </div>
  )
}
