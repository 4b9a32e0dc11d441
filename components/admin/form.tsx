'use client'

import type { UseMutationResult } from '@tanstack/react-query'
import {
  createContext,
  type FormHTMLAttributes,
  type ReactNode,
  type SyntheticEvent,
  useContext,
  useEffect,
  useId,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import { ActionButton } from './action-button.tsx'
import { Problem } from './problem.tsx'
import { AdminError } from './request.ts'

/** By the names of the fields: text, or whether a box is checked. */
export type FormValues = Record<string, string | boolean>
/** What sends the values of a form. */
export type FormChange = Pick<
  UseMutationResult<unknown, Error, FormValues>,
  'mutate' | 'isPending' | 'error'
>

interface FormState {
  id: string
  values: FormValues
  problems: Readonly<Record<string, string>>
}

const FormContext = createContext<FormState>({ id: '', values: {}, problems: {} })

interface FormProps
  extends Pick<FormHTMLAttributes<HTMLFormElement>, 'action' | 'method' | 'onKeyDown' | 'onInput'> {
  change: FormChange
  button: string
  /** What the fields show at first. They follow it, except those with something typed. */
  values?: FormValues
  /** With it only what differs from `values` is sent, so that a change made elsewhere meanwhile stays. Called where nothing does. */
  onUnchanged?: () => void
  /** Called before the changes are sent, with what their fields showed before something was typed. */
  onFormer?: (was: FormValues) => void
  /** What was sent stays in the fields. Else they are empty again, or as `values` has them. */
  staysFilled?: boolean
  onCancel?: () => void
  /** Said while the change is sent. */
  pending?: string
  /** The field that a problem without a pointer is about. */
  subject?: string
  /** By the names of fields: what was wrong when the page was sent. */
  problems?: Readonly<Record<string, string>>
  children: ReactNode
}

const subscribeToNothing = () => () => undefined

/**
 * Sends its fields. A rejection is shown at the field that it names, which gets the focus, or else below the button; what was typed
 * stays. A field's name is its pointer in the problem document, without the first slash.
 */
export function Form({
  change: { mutate, isPending, error },
  button,
  values = {},
  onUnchanged,
  onFormer,
  onInput,
  staysFilled = false,
  onCancel,
  pending,
  subject,
  problems = {},
  children,
  ...attributes
}: FormProps) {
  const id = useId()
  const form = useRef<HTMLFormElement>(null)
  // Until the script is there a browser would send a form without an action itself, and lose what was typed.
  const isReady = useSyncExternalStore(
    subscribeToNothing,
    () => true,
    () => false,
  )
  /** `values` may follow another tab while something is typed. */
  const former = useRef<FormValues>({})
  const [isAtField, setIsAtField] = useState(true)
  const found = error === null ? problems : findProblems(error, subject)

  useEffect(() => {
    if (error === null) return
    const names = Object.keys(findProblems(error, subject))
    const field = names.map((name) => findField(form.current, name)).find((each) => each !== null)
    setIsAtField(field !== undefined)
    field?.focus()
  }, [error, subject])

  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault()
    const { currentTarget } = event
    const given = readValues(currentTarget)
    if (onUnchanged === undefined)
      return mutate(given, { onSuccess: () => staysFilled || currentTarget.reset() })
    const changes = Object.entries(given).filter(([name, value]) => value !== values[name])
    if (changes.length === 0) onUnchanged()
    else {
      const shown = changes.map(([name]) => [name, former.current[name] ?? values[name]])
      former.current = {}
      onFormer?.(Object.fromEntries(shown.filter(([, value]) => value !== undefined)))
      mutate(Object.fromEntries(changes))
    }
  }
  const send = (
    <ActionButton
      className="button label"
      disabled={!isReady && attributes.action === undefined}
      isPending={isPending}
      type="submit"
    >
      {button}
    </ActionButton>
  )
  return (
    <FormContext value={{ id, values, problems: isPending ? {} : found }}>
      <form
        {...attributes}
        className="admin-form"
        onInput={(event) => {
          const { name = '' } = event.target as Partial<HTMLInputElement> // one of its fields
          const shown = values[name]
          if (shown !== undefined) former.current[name] ??= shown
          onInput?.(event)
        }}
        onSubmit={submit}
        ref={form}
      >
        {children}
        {onCancel === undefined ? (
          send
        ) : (
          <div className="admin-actions">
            {send}
            <button className="text-link" onClick={onCancel} type="button">
              Cancel
            </button>
          </div>
        )}
        {pending !== undefined && <p role="status">{isPending && pending}</p>}
        <Problem error={isPending || isAtField ? null : error} />
      </form>
    </FormContext>
  )
}

/** A field's place in its form: the attributes of its control, and what is wrong with it. */
export function useField(name: string, hasHint = false) {
  const form = useContext(FormContext)
  const id = `${form.id}${name}`
  const problem = form.problems[name] ?? null
  const described = [hasHint && `${id}-hint`, problem !== null && `${id}-problem`].filter(Boolean)
  return {
    id,
    problem,
    value: form.values[name],
    control: {
      id,
      name,
      'aria-describedby': described.length === 0 ? undefined : described.join(' '),
      'aria-invalid': problem !== null,
    },
  }
}

function findProblems(error: Error, subject: string | undefined): Record<string, string> {
  if (!(error instanceof AdminError)) return {}
  if (error.fields.length === 0) return subject === undefined ? {} : { [subject]: error.message }
  return Object.fromEntries(
    error.fields.map(({ pointer, detail }) => {
      const name = pointer.slice(1)
      return [name, withoutName(detail, name)]
    }),
  )
}

/** Next to its field a sentence about `profiles[1].url` needs no name: the field has a label. */
export function withoutName(detail: string, name: string): string {
  const path = name
    .replaceAll(/\/(\d+)/g, (_, index: string) => `[${Number(index) + 1}]`)
    .replaceAll('/', '.')
  const rest = detail.startsWith(`${path} `) ? detail.slice(path.length + 1) : detail
  return rest.charAt(0).toUpperCase() + rest.slice(1)
}

function findField(form: HTMLFormElement | null, name: string): HTMLElement | null {
  const found = form?.elements.namedItem(name)
  return found instanceof HTMLElement ? found : null
}

/** Fields without a name only help to fill another one. */
export function readValues(form: HTMLFormElement): FormValues {
  const values: FormValues = {}
  for (const each of form.elements) {
    const isText = each instanceof HTMLTextAreaElement || each instanceof HTMLSelectElement
    if (!(each instanceof HTMLInputElement || isText) || each.name === '') continue
    values[each.name] = each.type === 'checkbox' && !isText ? each.checked : each.value
  }
  return values
}
