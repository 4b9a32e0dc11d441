import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { printMaterialNames } from '#lib/api/schema/reading-fields.ts'
import { DomainError } from '#lib/core/errors.ts'
import { channelKinds } from '#lib/notifications/channels/list.ts'
import { createChannelManagement } from '#lib/notifications/manage-channels.ts'
import type { NotificationStore } from '#lib/notifications/ports.ts'
import { parseReport, reportSchema } from '#lib/printers/report.ts'
import { parseSettings } from '#lib/site/parse-settings.ts'
import { siteSchema } from '#lib/site/schema.ts'
import { readEnv } from '../../app-context/env.ts'
import * as channelInputs from './channel-inputs.ts'
import { listFieldsOf } from './describe-input.ts'
import * as inputs from './inputs.ts'
import * as pictureInputs from './picture-inputs.ts'
import * as printInputs from './print-inputs.ts'
import * as printerInputs from './printer-inputs.ts'
import { readInput } from './read-input.ts'
import * as settingsInputs from './settings-inputs.ts'

/* Wrong values in every field of everything that an owner or a snapper sends: each message must be ours, and say which field it is. */

/** The words of zod's own messages. */
const libraryWords =
  /\b(?:Invalid|expected|received|Too (?:big|small)|Unrecognized|ZodError|union|multiple of|nan|int|bigint|optional|undefined|invalid_)\b|^(?:Required|Must)/
const wrong: readonly unknown[] = [
  null,
  true,
  '',
  'x',
  '0x10',
  '1e3',
  ' 5 ',
  '٣',
  'x'.repeat(250_000),
  -1,
  0,
  1.5,
  1e99,
  [],
  [null],
  [{}],
  [[1]],
  {},
  { a: 1 },
  { label: 5, url: [] },
]

const schemas = Object.entries({
  ...inputs,
  ...channelInputs,
  ...pictureInputs,
  ...printInputs,
  ...printerInputs,
  ...settingsInputs,
  purgeInput: printerInputs.purgeInput('Europe/Berlin'),
}).flatMap(([name, schema]) => (schema instanceof z.ZodType ? [[name, schema] as const] : []))

async function listMessages(
  run: (value: unknown) => unknown,
): Promise<{ value: unknown; message: string; pointers: string[] }[]> {
  const found = []
  for (const value of wrong)
    try {
      await run(value)
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      const fieldErrors = error.fieldErrors ?? []
      const message = [error.message, ...fieldErrors.map(({ detail }) => detail)].join('\n')
      found.push({ value, message, pointers: fieldErrors.map(({ pointer }) => pointer) })
    }
  return found
}

function checkMessages(messages: Awaited<ReturnType<typeof listMessages>>) {
  expect(messages).not.toEqual([])
  for (const { message } of messages) {
    expect(message).not.toMatch(libraryWords)
    expect(message.length).toBeLessThan(2000)
  }
}

const send = (schema: z.ZodType, body: unknown) =>
  readInput(
    new Request('https://example.org/', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
    schema,
  )

describe.each(schemas)('%s', (_, schema) => {
  const names =
    listFieldsOf(schema) ?? Object.keys((schema as { in?: z.ZodObject }).in?.shape ?? {})

  test.each(names)('%s', async (name) => {
    const messages = await listMessages((value) => send(schema, { [name]: value }))
    checkMessages(messages)
    for (const { message } of messages)
      for (const line of message.split('\n')) expect(line).toMatch(/[.?]$/)
  })

  test('a field that doesn’t exist is refused, and the nearest one named', async () => {
    const known = listFieldsOf(schema)
    if (known === null) return
    const [first = ''] = known
    const error = await send(schema, { [`${first}x`]: 1 }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      code: 'invalid-fields',
      message: `"${first}x" is no field here. Did you mean "${first}"? Nothing was changed.`,
    })
  })
})

// A wrong value of these is left out, and the report is kept.
const lenient: readonly string[] = printMaterialNames
const strict = Object.keys(reportSchema.shape).filter((name) => !lenient.includes(name))

test.each(strict)('the report’s %s', async (name) => {
  for (const origin of ['json', 'form'] as const)
    checkMessages(await listMessages((value) => parseReport(new Map([[name, value]]), origin)))
})

test.each(channelKinds.map((kind) => [kind.kind, kind] as const))(
  'a channel’s %s',
  async (_, kind) => {
    const sources = { siteUrl: 'https://example.org', getSite: () => ({ title: 'x' }) as never }
    const management = createChannelManagement({
      store: {
        insertChannel: () => Promise.reject(new Error('not refused')),
      } as unknown as NotificationStore,
      sources,
      now: () => new Date(),
    })
    const given = { url: 'https://example.org', topic: 'x' }
    for (const name of [...Object.keys(kind.settings.shape), ...Object.keys(kind.secrets.shape)]) {
      const add = async (value: unknown) => {
        const input = {
          kind: kind.kind,
          name: 'x',
          values: { ...given, [name]: value },
          choices: {},
        }
        await management.add({ sessionId: null }, input).catch((error: Error) => {
          if (error.message !== 'not refused') throw error
        })
      }
      for (const { message } of await listMessages(add)) expect(message).not.toMatch(libraryWords)
    }
  },
)

test.each(Object.keys(siteSchema.shape))('the setting %s', (name) => {
  for (const value of wrong)
    for (const { message } of parseSettings(JSON.stringify({ [name]: value })).issues)
      expect(message).not.toMatch(libraryWords)
})

test.each([
  'PORT',
  'METRICS_PORT',
  'IMAGE_MAX_WIDTH',
  'MAX_STORAGE_MB',
  'KEEP_MB',
  'TRUSTED_PROXIES',
])('only a number in plain digits is one in %s', (name) => {
  for (const value of ['0x500', '1e3', ' 800 ', '٣٣٣', '1_000', '-', 'x'])
    expect(() => readEnv({ [name]: value })).toThrow(new RegExp(`${name}: has to be a `))
  if (name !== 'TRUSTED_PROXIES') expect(() => readEnv({ [name]: '800' })).not.toThrow()
})
