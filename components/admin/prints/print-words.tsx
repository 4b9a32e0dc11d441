'use client'

import { useRef, useState } from 'react'
import { type ApiOwnersPrint, maxNoteLength } from '#lib/api/admin-prints.ts'
import { Field } from '../field.tsx'
import { Form, type FormValues } from '../form.tsx'
import { Said } from './said.tsx'
import { useChangePrint } from './use-print.ts'

/** The print's name and note. */
export function PrintWords({ print }: { print: ApiOwnersPrint }) {
  const [message, setMessage] = useState('')
  const was = useRef<FormValues>({})
  const values = { name: print.title ?? '', note: print.markdown }
  const { mutate, ...state } = useChangePrint(print, () => setMessage('Name and note were saved.'))
  return (
    <section className="page-section">
      <h2 className="section-label">Name and note</h2>
      <div className="min-w-0">
        <Form
          button="Save"
          change={{
            ...state,
            mutate: (changes) => mutate({ ...changes, was: was.current }),
          }}
          onFormer={(shown) => {
            was.current = shown
          }}
          onUnchanged={() => setMessage('Nothing was changed.')}
          values={values}
        >
          <Field
            hint="Shown instead of the job’s name, also where that isn’t public. Empty: as the printer’s settings say."
            label="Name"
            maxLength={100}
            name="name"
          />
          <Field
            hint="Markdown: *emphasis*, [links](https://…), lists, quotes, `code`. It is on the print’s page and in the feeds."
            label="Note"
            maxLength={maxNoteLength}
            name="note"
            rows={7}
          />
        </Form>
        <Said>{message}</Said>
      </div>
    </section>
  )
}
