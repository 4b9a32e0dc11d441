'use client'

import { Field } from '../field.tsx'
import { Form } from '../form.tsx'
import type { useSettings } from './use-settings.ts'

/** The file as text: the only way while anything in it is wrong. */
export function SiteText({
  state: { settings, change },
}: {
  state: ReturnType<typeof useSettings>
}) {
  return (
    <Form
      button="Save the text"
      change={change}
      staysFilled
      subject="text"
      values={{ text: settings.text }}
    >
      <div className="admin-text">
        <Field
          label="site.yaml"
          name="text"
          rows={Math.min(settings.text.split('\n').length + 2, 30)}
        />
      </div>
    </Form>
  )
}
