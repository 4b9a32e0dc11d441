import { z } from 'zod'
import type { ApiChannelField, ApiChannelKind } from '#lib/api/admin-notifications.ts'
import type { ChannelKind } from './channels/channel-kind.ts'

/** A property of the JSON schema that zod makes. `examples` and `title` are from `.meta()`. */
interface Property {
  type?: string
  format?: string
  title?: string
  description?: string
  default?: unknown
  examples?: unknown[]
  enum?: unknown[]
  minimum?: number
  maximum?: number
  maxLength?: number
  anyOf?: Property[]
}

/** The fields of a form that adds or changes a channel of this kind, from its schemas. */
export function describeKind(channelKind: ChannelKind): ApiChannelKind {
  const { kind, title, settings, secrets, createSecrets } = channelKind
  return {
    kind,
    title,
    has_own_secret: createSecrets !== undefined,
    fields: [
      ...describeFields(settings),
      ...(createSecrets === undefined ? describeFields(secrets, true) : []),
    ],
  }
}

export function describeFields(schema: z.ZodObject, isSecret = false): ApiChannelField[] {
  // What zod can't express in JSON schema is a line of text.
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  const properties = Object.entries((json.properties ?? {}) as Record<string, Property>)
  return properties.map(([name, property]) => {
    const known = { ...property, ...property.anyOf?.find(({ type }) => type !== 'null') }
    const { minimum = null, maximum = null, maxLength = null } = known
    const type = isSecret ? 'password' : findType(known)
    const options = known.enum?.map(String) ?? []
    return {
      name,
      label: toLabel(name, known.title),
      hint: known.description ?? null,
      type,
      is_required: json.required?.includes(name) === true,
      is_secret: isSecret,
      default: toDefault(known.default),
      example: known.examples === undefined ? null : String(known.examples[0]),
      options,
      // Those that zod adds to every integer are no limits for people.
      minimum: minimum === Number.MIN_SAFE_INTEGER ? null : minimum,
      maximum: maximum === Number.MAX_SAFE_INTEGER ? null : maximum,
      max_length: maxLength,
    }
  })
}

function findType({ type, format, enum: choices }: Property): ApiChannelField['type'] {
  if (choices !== undefined) return 'choice'
  if (type === 'boolean') return 'checkbox'
  if (type === 'number' || type === 'integer') return 'number'
  return format === 'uri' ? 'url' : format === 'email' ? 'email' : 'text'
}

const toDefault = (given: unknown) =>
  typeof given === 'boolean'
    ? given
    : typeof given === 'string' || typeof given === 'number'
      ? String(given)
      : null

/** A field's title, or its name in words. */
function toLabel(name: string, title: string | undefined): string {
  if (title !== undefined) return title
  const words = name.replaceAll('_', ' ').replaceAll(/(?<=[a-z])[A-Z]/g, (big) => ` ${big}`)
  return words.charAt(0).toUpperCase() + words.slice(1).toLowerCase()
}
