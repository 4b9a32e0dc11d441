import type { z } from 'zod'
import { DomainError } from '#lib/core/errors.ts'
import { explainValue } from '#lib/core/explain-value.ts'
import { describeFields } from './describe-kinds.ts'

/**
 * Settings or secrets, as a schema wants them. `null` is what the form sends for an empty field: the default.
 * @throws DomainError `invalid-fields`, with a sentence for each field, by pointers such as `/values/url`
 */
export function validateValues(
  schema: z.ZodObject,
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const given = Object.entries(values).filter(
    ([name, value]) => value !== null || schema.shape[name]?.safeParse(null).success === true,
  )
  const parsed = schema.safeParse(Object.fromEntries(given), { error: explainValue })
  if (parsed.success) return parsed.data
  const labels = new Map(describeFields(schema).map(({ name, label }) => [name, label]))
  const faults = parsed.error.issues.map(({ path, message }) => ({
    name: String(path[0] ?? ''),
    message: given.some(([name]) => name === path[0]) ? message : 'is missing',
  }))
  const [first] = faults
  throw new DomainError('invalid-fields', `${first?.name}: ${first?.message}`, {
    fieldErrors: faults.map(({ name, message }) => ({
      pointer: `/values/${name}`,
      detail: toSentence(labels.get(name) ?? name, message),
    })),
  })
}

/** @param detail what follows the field's name in a sentence */
export function invalidField(pointer: string, name: string, detail: string): DomainError {
  return new DomainError('invalid-fields', `${name}: ${detail}.`, {
    fieldErrors: [{ pointer, detail: toSentence('This', detail) }],
  })
}

function toSentence(subject: string, message: string): string {
  const isSentence = /^\p{Lu}/u.test(message)
  return `${isSentence ? '' : `${subject} `}${message}${/[.!?]$/.test(message) ? '' : '.'}`
}
