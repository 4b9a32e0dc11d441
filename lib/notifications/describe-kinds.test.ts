import { expect, test } from 'vitest'
import { z } from 'zod'
import { channelKinds, findChannelKind } from './channels/list.ts'
import { describeFields, describeKind } from './describe-kinds.ts'
import { validateValues } from './validate-values.ts'

const kinds = channelKinds.map((kind) => [kind.kind, kind] as const)

test.each(kinds)('%s: every field of the form has words, and nothing of a secret', (_, kind) => {
  const { fields, has_own_secret: hasOwnSecret } = describeKind(kind)
  for (const field of fields) {
    expect(field.label).toMatch(/^\p{Lu}[^_]*$/u)
    expect(field.hint ?? '', field.name).toMatch(/^(?:\p{Lu}.*\.)?$/u)
    expect(field.is_secret).toBe(Object.hasOwn(kind.secrets.shape, field.name))
    if (field.is_secret) expect([field.type, field.default]).toEqual(['password', null])
    if (field.type === 'choice') expect(field.options.length).toBeGreaterThan(1)
  }
  expect(fields.some((field) => field.is_secret) && hasOwnSecret).toBe(false)
})

test.each(kinds)(
  '%s: an empty form names each field that is missing, in plain words',
  (_, kind) => {
    const required = describeKind(kind).fields.filter((field) => field.is_required)
    const expected = required.map(({ name, label }) => ({
      pointer: `/values/${name}`,
      detail: `${label} is missing.`,
    }))
    const faults = [kind.settings, ...(kind.createSecrets ? [] : [kind.secrets])].flatMap(
      (schema) => {
        try {
          // As the form sends fields without a value.
          const empty = describeFields(schema).map(({ name }) => [name, null])
          validateValues(schema, Object.fromEntries(empty))
          return []
        } catch (error) {
          return (error as { fieldErrors: object[] }).fieldErrors
        }
      },
    )
    expect(faults).toEqual(expected)
  },
)

test('a topic of ntfy is asked for as a person would ask', () => {
  const ntfy = findChannelKind('ntfy')
  const fields = ntfy === null ? [] : describeKind(ntfy).fields
  expect(
    fields.map(({ label, type, is_required, default: given }) => [label, type, is_required, given]),
  ).toEqual([
    ['Server', 'url', false, 'https://ntfy.sh'],
    ['Topic', 'text', true, null],
    ['The address may be one at home', 'checkbox', false, false],
    ['Access token', 'password', false, null],
  ])
})

test('all that a schema may say becomes a field', () => {
  const schema = z.object({
    port: z.int().min(1).max(65_535).default(587),
    security: z.enum(['tls', 'starttls']),
    sender: z.email().max(200).nullable(),
    replyTo: z.string().meta({ title: 'Answers to', examples: ['ada@example.org'] }),
    list_id: z.preprocess((given) => given, z.string()),
  })
  const none = { minimum: null, maximum: null, max_length: null, example: null, options: [] }
  const field = { ...none, hint: null, is_required: true, is_secret: false, default: null }
  expect(describeFields(schema)).toEqual([
    {
      ...{ ...field, name: 'port', label: 'Port', type: 'number', is_required: false },
      ...{ default: '587', minimum: 1, maximum: 65_535 },
    },
    { ...field, name: 'security', label: 'Security', type: 'choice', options: ['tls', 'starttls'] },
    { ...field, name: 'sender', label: 'Sender', type: 'email', max_length: 200 },
    { ...field, name: 'replyTo', label: 'Answers to', type: 'text', example: 'ada@example.org' },
    { ...field, name: 'list_id', label: 'List id', type: 'text' },
  ])
  const given = { port: 0, security: 'none', sender: null, replyTo: 5, list_id: 'x' }
  expect(() => validateValues(schema, given)).toThrow(
    expect.objectContaining({
      fieldErrors: [
        { pointer: '/values/port', detail: 'Port has to be at least 1.' },
        { pointer: '/values/security', detail: 'Security has to be one of tls, starttls.' },
        { pointer: '/values/replyTo', detail: 'Answers to has to be text.' },
      ],
    }),
  )
})
