'use client'

import { type ReactNode, useEffect, useId, useState } from 'react'
import { type ApiSettings, toEntries } from '#lib/api/admin-settings.ts'
import { AdminMessage } from '../admin-message.tsx'
import { Choice, Field } from '../field.tsx'
import { ListField } from './list-field.tsx'
import { SettingsForm } from './settings-form.tsx'
import { SiteText } from './site-text.tsx'
import { useSettings } from './use-settings.ts'

/**
 * `site.yaml` as a form.
 * @param first as the server sent it
 */
export function Settings({ first }: { first: ApiSettings }) {
  const state = useSettings(first)
  const { settings } = state
  return (
    <>
      <AdminMessage text={state.message} />
      {!settings.is_writable && (
        <p className="notice mb-8">
          The site can’t write into <code className="wrap-anywhere">{settings.folder}</code>. This
          page makes the text that you put there.
        </p>
      )}
      {settings.faults.length > 0 ? (
        <Faults state={state} />
      ) : (
        <SettingsForm state={state}>
          <Sections settings={settings} />
        </SettingsForm>
      )}
    </>
  )
}

function Faults({ state }: { state: ReturnType<typeof useSettings> }) {
  return (
    <section className="page-section">
      <h2 className="section-label">Something is wrong</h2>
      <div className="min-w-0">
        <p>
          Until it is corrected, the site keeps the last settings without a fault, and the form is
          not shown.
        </p>
        <ul className="admin-rows mt-4">
          {state.settings.faults.map(({ line, message }) => (
            <li className="py-2 wrap-anywhere" key={`${line} ${message}`}>
              <span className="text-quiet">Line {line ?? 1}</span> {message}
            </li>
          ))}
        </ul>
        <SiteText state={state} />
      </div>
    </section>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="page-section">
      <h2 className="section-label">{title}</h2>
      <div className="admin-fields">{children}</div>
    </section>
  )
}

const profileExample = { label: 'Mastodon', url: 'https://social.example/@ada' }
const navigationExample = { label: 'Blog', url: '/blog' }

function Sections({ settings: { values } }: { settings: ApiSettings }) {
  return (
    <>
      <Section title="The site">
        <Field hint="In the header, in page titles and feeds." label="Title" name="title" />
        <Field hint="A sentence below the name on the home page." label="Tagline" name="tagline" />
        <Field
          hint="For search engines and link previews. Empty: the tagline."
          label="Description"
          name="description"
          rows={3}
        />
      </Section>
      <Section title="You">
        <Field
          autoComplete="name"
          hint="The heading of the home page. Empty: the title."
          label="Name"
          name="author/name"
        />
        <Field label="About you" name="author/bio" rows={4} />
        <Field
          hint="A file in public/ in the content folder, such as /me.jpg, or an address."
          label="Photo"
          name="author/photo"
          spellCheck={false}
        />
      </Section>
      <Section title="You elsewhere">
        <ListField
          entries={toEntries(values.profiles)}
          examples={profileExample}
          hint="Links to the same person, on the home page and in its data."
          name="profiles"
          noun="profile"
        />
      </Section>
      <Section title="Language and times">
        <Field
          hint="Of what you write, such as en, de or pt-BR."
          label="Language"
          name="language"
          spellCheck={false}
        />
        <TimeZone />
        <Choice
          label="Hours"
          name="hour_format"
          options={[
            ['', 'Default: 14:30'],
            ['24', '14:30'],
            ['12', '2:30 pm'],
          ]}
        />
        <Choice
          label="Temperatures"
          name="temperature_unit"
          options={[
            ['', 'Default: °C'],
            ['C', '°C'],
            ['F', '°F'],
          ]}
        />
      </Section>
      <Section title="Navigation">
        <ListField
          entries={toEntries(values.navigation)}
          examples={navigationExample}
          hint="A path on this site, or an address. Without any, each part that exists has an entry."
          name="navigation"
          noun="link"
        />
      </Section>
      <Section title="Services">
        <Field
          hint="A page’s link to edit it: this, followed by its path in the content folder."
          inputMode="url"
          label="Edit link"
          name="edit_url"
          spellCheck={false}
        />
        <Field
          hint="A WebSub hub, which tells feed readers of news at once."
          inputMode="url"
          label="Hub"
          name="hub_url"
          spellCheck={false}
        />
        <Field
          hint="The address of a service that receives webmentions for you, such as webmention.io. Empty: this site receives them."
          inputMode="url"
          label="Webmentions"
          name="webmention_url"
          spellCheck={false}
        />
        <Choice
          hint="Sites that a post, a project or a print’s note links to learn of the link. The links there are now count as told."
          label="Send webmentions"
          name="send_webmentions"
          options={[
            ['', 'Default: no'],
            ['true', 'Yes'],
            ['false', 'No'],
          ]}
        />
      </Section>
    </>
  )
}

function TimeZone() {
  const id = useId()
  const [own, setOwn] = useState<string | null>(null)
  useEffect(() => setOwn(Intl.DateTimeFormat().resolvedOptions().timeZone), [])
  return (
    <>
      <Field
        hint={`Of every time on the pages. Empty: UTC.${own === null ? '' : ` This device is in ${own}.`}`}
        label="Time zone"
        list={id}
        name="time_zone"
        placeholder="Europe/Berlin"
        spellCheck={false}
      />
      <datalist id={id}>
        {own !== null &&
          Intl.supportedValuesOf('timeZone').map((zone) => <option key={zone} value={zone} />)}
      </datalist>
    </>
  )
}
