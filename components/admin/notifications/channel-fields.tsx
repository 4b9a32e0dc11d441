'use client'

import type {
  ApiChannelField,
  ApiChannelKind,
  ApiNotifications,
} from '#lib/api/admin-notifications.ts'
import { getPageSettings } from '#lib/site/page-settings.ts'
import { Check, Choice, Field } from '../field.tsx'
import { useField } from '../form.tsx'
import { Problem } from '../problem.tsx'

/** The fields of one kind of channel, as the site's schemas have them. @param secrets the names of those that are stored */
export function KindFields({
  kind: { fields },
  secrets = null,
}: {
  kind: Pick<ApiChannelKind, 'fields'>
  secrets?: readonly string[] | null
}) {
  return fields.map((field) => (
    <KindField field={field} isStored={secrets?.includes(field.name) === true} key={field.name} />
  ))
}

function KindField({ field, isStored }: { field: ApiChannelField; isStored: boolean }) {
  const { label, type, is_required: isRequired, hint: about, options, example } = field
  const name = `values/${field.name}`
  if (type === 'checkbox')
    return <Check label={label} name={name} {...(about && { hint: about })} />
  const hint = [about, isStored && 'One is stored, and not shown. Empty: it stays.']
    .filter(Boolean)
    .join(' ')
  const shared = { label, name, ...(hint !== '' && { hint }) }
  if (type === 'choice')
    return <Choice {...shared} options={options.map((each) => [each, each] as const)} />
  return (
    <>
      <Field
        {...shared}
        autoCapitalize="none"
        autoComplete="off"
        required={isRequired && !isStored}
        spellCheck={false}
        type={type}
        {...(example !== null && { placeholder: example })}
        {...(field.minimum !== null && { min: field.minimum })}
        {...(field.maximum !== null && { max: field.maximum })}
        {...(field.max_length !== null && { maxLength: field.max_length })}
      />
      {isStored && !isRequired && (
        <Check label={`Delete the stored ${label.toLowerCase()}`} name={`forget/${field.name}`} />
      )}
    </>
  )
}

/** What a channel of any kind is told, and when it is quiet. */
export function WantsFields({ known }: { known: Pick<ApiNotifications, 'facts' | 'printers'> }) {
  return (
    <>
      <Boxes
        boxes={known.facts.map(({ kind, label }) => ({ name: `facts/${kind}`, label }))}
        legend="It is told when"
        name="facts"
      />
      {known.printers.length > 1 && (
        <Boxes
          boxes={known.printers.map(({ id, label }) => ({ name: `printers/${id}`, label }))}
          legend="Of the printers"
          name="printers"
        />
      )}
      <QuietHours />
    </>
  )
}

function Boxes({
  name,
  legend,
  boxes,
}: {
  name: string
  legend: string
  boxes: readonly { name: string; label: string }[]
}) {
  const { id, problem, control } = useField(name)
  return (
    // It gets the focus where nothing is checked.
    <fieldset
      aria-describedby={control['aria-describedby']}
      className="admin-boxes"
      name={name}
      tabIndex={-1}
    >
      <legend className="label text-quiet">{legend}</legend>
      {boxes.map((box) => (
        <Check key={box.name} label={box.label} name={box.name} />
      ))}
      <Problem error={problem} id={`${id}-problem`} />
    </fieldset>
  )
}

function QuietHours() {
  const { timeZone } = getPageSettings()
  return (
    <fieldset className="admin-boxes">
      <legend className="label text-quiet">Quiet hours</legend>
      <p className="admin-facts mb-3">
        {`In the site’s time zone, ${timeZone}. What happens in them is sent afterwards as one message. Empty: none.`}
      </p>
      <div className="admin-times">
        <Field label="Quiet from" name="quiet_hours" type="time" />
        <Field label="Quiet until" name="quiet_until" type="time" />
      </div>
    </fieldset>
  )
}
