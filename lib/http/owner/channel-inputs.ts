import { z } from 'zod'
import type { DeliveriesQuery } from '#lib/api/admin-notifications.ts'
import { DomainError } from '#lib/core/errors.ts'
import { factKindNames } from '#lib/notifications/facts/fact-kinds.ts'
import { type DeliveryState, deliveryStates } from '#lib/notifications/ports.ts'
import { nameInput } from './inputs.ts'

/** The kind's own schema validates them. */
const values = z.record(
  z.string().max(100),
  z.union([z.string().max(10_000), z.number(), z.boolean(), z.null()]),
)

const choices = {
  facts: z.array(z.enum(factKindNames, 'This is no fact of the table.')).nullable().optional(),
  printers: z.array(z.int().positive()).max(1000).nullable().optional(),
  quiet_hours: z.string().max(20).nullable().optional(),
}

interface Choices {
  facts?: z.output<typeof choices.facts>
  printers?: z.output<typeof choices.printers>
  quiet_hours?: z.output<typeof choices.quiet_hours>
}

export const newChannelInput = nameInput
  .extend({ kind: z.string().max(100), values, ...choices })
  .transform(({ kind, name, values: given, ...rest }) => ({
    kind,
    name,
    values: given,
    choices: toChoices(rest),
  }))

export const channelChangesInput = z
  .object({
    name: nameInput.shape.name.optional(),
    values: values.optional(),
    is_on: z.boolean().optional(),
    ...choices,
  })
  .refine((given) => Object.keys(given).length > 0, 'Nothing to change was sent.')
  .refine(
    ({ is_on: isOn, ...rest }) => isOn === undefined || Object.keys(rest).length === 0,
    'Turn it on or off in a request of its own.',
  )
  .transform(({ name, values: given, is_on: isOn, ...rest }) => ({
    isOn: isOn ?? null,
    changes: {
      ...(name !== undefined && { name }),
      ...(given !== undefined && { values: given }),
      ...toChoices(rest),
    },
  }))

function toChoices({ facts, printers, quiet_hours: quietHours }: Choices) {
  return {
    ...(facts !== undefined && { facts }),
    ...(printers !== undefined && { printers }),
    ...(quietHours !== undefined && { quietHours }),
  }
}

/**
 * Which messages of the log: of a `channel`, in a `state`, `before` the number of another one. Empty ones are absent.
 * @throws DomainError `malformed-cursor`
 */
export function parseDeliveriesQuery(
  query: URLSearchParams,
): DeliveriesQuery & { state: DeliveryState | null } {
  const state = query.get('state') || null
  const found = deliveryStates.find((each) => each === state) ?? null
  if (state !== found)
    throw new DomainError(
      'malformed-cursor',
      `"state" must be one of ${deliveryStates.join(', ')}.`,
    )
  return {
    channel: parseNumber(query, 'channel'),
    state: found,
    before: parseNumber(query, 'before'),
  }
}

function parseNumber(query: URLSearchParams, name: string): number | null {
  const text = query.get(name) || null
  if (text === null) return null
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text)
  throw new DomainError('malformed-cursor', `"${name}" must be a number.`)
}
