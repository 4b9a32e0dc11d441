'use client'

import { type ReactNode, useRef, useState } from 'react'
import { type SettingsEntry, toEntries } from '#lib/api/admin-settings.ts'
import { Field } from '../field.tsx'

interface ListFieldProps {
  name: 'profiles' | 'navigation'
  entries: readonly SettingsEntry[]
  /** Of one entry. */
  noun: string
  hint: ReactNode
  examples: SettingsEntry
}

/** Entries with a name and an address, in an order. */
export function ListField(props: ListFieldProps) {
  // A list that was changed elsewhere replaces this one.
  return <Entries key={JSON.stringify(toEntries(props.entries))} {...props} />
}

function Entries({ name, entries, noun, hint, examples }: ListFieldProps) {
  const [rows, setRows] = useState(() => entries.map((entry, key) => ({ ...entry, key })))
  const list = useRef<HTMLOListElement>(null)
  const addButton = useRef<HTMLButtonElement>(null)
  const nextKey = useRef(entries.length)
  const add = () => {
    setRows([...rows, { label: '', url: '', key: nextKey.current }])
    nextKey.current += 1
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLInputElement>('li:last-child input')?.focus(),
    )
  }
  const remove = (key: number) => {
    setRows(rows.filter((row) => row.key !== key))
    addButton.current?.focus()
  }
  const moveUp = (at: number) =>
    setRows(
      rows.flatMap((row, index) =>
        index === at - 1 ? [rows[at] ?? row, row] : index === at ? [] : [row],
      ),
    )
  return (
    <div className="admin-list">
      <p className="admin-facts mt-0">{hint}</p>
      <input name={name} type="hidden" value="" />
      <ol ref={list}>
        {rows.map((row, at) => (
          <li key={row.key}>
            <Field
              defaultValue={row.label}
              label={`Name of ${noun} ${at + 1}`}
              name={`${name}/${at}/label`}
              placeholder={examples.label}
              required
            />
            <Field
              autoCapitalize="none"
              defaultValue={row.url}
              inputMode="url"
              label={`Address of ${noun} ${at + 1}`}
              name={`${name}/${at}/url`}
              placeholder={examples.url}
              required
              spellCheck={false}
            />
            <div className="admin-actions">
              {at > 0 && (
                <button className="text-link" onClick={() => moveUp(at)} type="button">
                  Move up<span className="sr-only"> {`${noun} ${at + 1}`}</span>
                </button>
              )}
              <button className="text-link" onClick={() => remove(row.key)} type="button">
                Remove<span className="sr-only"> {`${noun} ${at + 1}`}</span>
              </button>
            </div>
          </li>
        ))}
      </ol>
      <button className="text-link min-h-11" onClick={add} ref={addButton} type="button">
        Add a {noun}
      </button>
    </div>
  )
}
