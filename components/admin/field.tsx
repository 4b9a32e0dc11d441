'use client'

import type { InputHTMLAttributes, ReactNode, Ref, SelectHTMLAttributes } from 'react'
import { useField } from './form.tsx'
import { Problem } from './problem.tsx'

interface FieldProps {
  name: string
  label: ReactNode
  /** A sentence below the label. */
  hint?: ReactNode
}

/** A field of a `Form` for a line of text, or with `rows` for several. */
export function Field({
  name,
  label,
  hint,
  rows,
  ref,
  ...attributes
}: FieldProps & { rows?: number; ref?: Ref<HTMLInputElement> } & Omit<
    InputHTMLAttributes<HTMLInputElement>,
    'name' | 'id' | 'className'
  >) {
  const { control, value } = useField(name, hint !== undefined)
  const all = { autoComplete: 'off', defaultValue: String(value ?? ''), ...control }
  return (
    <FieldFrame hint={hint} label={label} name={name}>
      {rows === undefined ? (
        <input className="field" ref={ref} {...all} {...attributes} />
      ) : (
        <textarea
          className="field"
          maxLength={attributes.maxLength}
          required={attributes.required}
          rows={rows}
          {...all}
        />
      )}
    </FieldFrame>
  )
}

/** A field of a `Form` for one of a few values. @param options values and what they are called */
export function Choice({
  name,
  label,
  hint,
  options,
  ...attributes
}: FieldProps & { options: readonly (readonly [string, string])[] } & Pick<
    SelectHTMLAttributes<HTMLSelectElement>,
    'onChange'
  >) {
  const { control, value } = useField(name, hint !== undefined)
  return (
    <FieldFrame hint={hint} label={label} name={name}>
      <select
        className="field"
        defaultValue={String(value ?? '')}
        // React doesn't follow a new default of a select.
        key={String(value)}
        {...control}
        {...attributes}
      >
        {options.map(([given, text]) => (
          <option key={given} value={given}>
            {text}
          </option>
        ))}
      </select>
    </FieldFrame>
  )
}

/** A box of a `Form` to check. */
export function Check({ name, label, hint }: FieldProps) {
  const { id, control, value } = useField(name, hint !== undefined)
  return (
    <>
      <label className="admin-check">
        <input defaultChecked={value === true} type="checkbox" {...control} /> {label}
      </label>
      {hint !== undefined && (
        <p className="admin-facts" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </>
  )
}

/** Label, hint and problem of a control with the attributes of `useField`. */
export function FieldFrame({ name, label, hint, children }: FieldProps & { children: ReactNode }) {
  const { id, problem } = useField(name, hint !== undefined)
  return (
    <div className="admin-field">
      <label className="label text-quiet" htmlFor={id}>
        {label}
      </label>
      {hint !== undefined && (
        <p className="admin-facts" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {children}
      <Problem error={problem} id={`${id}-problem`} />
    </div>
  )
}
