'use client'

import { type FormEventHandler, type ReactNode, useEffect, useRef } from 'react'
import { CopyButton } from '#components/share/copy-button.tsx'
import type { ApiSettings, ApiSettingsIssue } from '#lib/api/admin-settings.ts'
import { ActionButton } from '../action-button.tsx'
import { Form, type FormValues } from '../form.tsx'
import { Problem } from '../problem.tsx'
import type { useSettings } from './use-settings.ts'

/** The fields of some settings. A folder that can't be written gets the text to put there instead. */
export function SettingsForm({
  state: { settings, change, load, isOutdated, toPaste },
  advice = settings.advice,
  onInput,
  button = 'Save',
  children,
}: {
  state: ReturnType<typeof useSettings>
  advice?: readonly ApiSettingsIssue[]
  onInput?: FormEventHandler<HTMLFormElement>
  button?: string
  children: ReactNode
}) {
  return (
    <>
      <Form
        button={settings.is_writable ? button : 'Show the text for site.yaml'}
        change={change}
        problems={Object.fromEntries(advice.map(({ path, message }) => [path, message]))}
        staysFilled
        values={toFields(settings)}
        {...(onInput !== undefined && { onInput })}
      >
        {children}
      </Form>
      {isOutdated && (
        <p className="admin-actions mt-2">
          <ActionButton
            className="button label"
            isPending={load.isPending}
            onClick={() => load.mutate()}
          >
            Load the new state
          </ActionButton>
        </p>
      )}
      <Problem error={load.error} />
      {toPaste !== null && <TextToPaste folder={settings.folder} text={toPaste} />}
    </>
  )
}

function TextToPaste({ folder, text }: { folder: string; text: string }) {
  const heading = useRef<HTMLHeadingElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: for each new text
  useEffect(() => heading.current?.focus(), [text])
  return (
    <div className="admin-secret">
      <h3 className="subtitle" ref={heading} tabIndex={-1}>
        Put this into site.yaml
      </h3>
      <p className="my-3">
        The site can’t write into <code className="wrap-anywhere">{folder}</code>, so nothing is
        saved yet. This is the whole file, with your changes.
      </p>
      <div className="snippet-code flex min-w-0 flex-wrap items-start gap-3">
        <pre>
          <code>{text}</code>
        </pre>
        <CopyButton label="site.yaml" text={text} />
      </div>
    </div>
  )
}

function toFields({ values }: ApiSettings): FormValues {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => typeof value !== 'object')
      .map(([name, value]) => [name, String(value)]),
  )
}
