'use client'

import { useState } from 'react'
import { FieldFrame } from '../field.tsx'
import { useField } from '../form.tsx'

interface ColourFieldProps {
  name: string
  label: string
  /** What the site uses where the field is empty, or can't be used as it is; "#rrggbb". */
  computed: string
}

/** A colour to type or to pick. */
export function ColourField({ name, label, computed }: ColourFieldProps) {
  const { value } = useField(name)
  return (
    <FieldFrame label={label} name={name}>
      {/* A colour that was changed elsewhere replaces this one. */}
      <ColourInput computed={computed} key={String(value)} label={label} name={name} />
    </FieldFrame>
  )
}

function ColourInput({ name, label, computed }: ColourFieldProps) {
  const { control, value } = useField(name)
  const [text, setText] = useState(String(value ?? ''))
  const isPlain = /^#[0-9a-f]{6}$/i.test(text)
  return (
    <div className="admin-colour">
      <input
        aria-label={`Pick: ${label}`}
        onChange={(event) => setText(event.currentTarget.value)}
        type="color"
        value={isPlain ? text : computed}
      />
      <input
        {...control}
        autoComplete="off"
        className="field"
        onChange={(event) => setText(event.currentTarget.value)}
        placeholder={computed}
        spellCheck={false}
        value={text}
      />
    </div>
  )
}
