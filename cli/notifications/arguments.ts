import { readFileSync } from 'node:fs'
import type { z } from 'zod'
import type { ChannelKind } from '#lib/notifications/channels/channel-kind.ts'
import { channelKinds } from '#lib/notifications/channels/list.ts'
import { type FactKind, factKindNames, factKinds } from '#lib/notifications/facts/fact-kinds.ts'
import type { ChannelChoices, ChannelInput } from '#lib/notifications/manage-channels.ts'
import { type DeliveryState, deliveryStates } from '#lib/notifications/ports.ts'
import { parseName } from '#lib/printers/manage/printer-name.ts'
import { parseArguments, UsageError } from '../command.ts'

type ChannelSet = ChannelChoices & { name?: string; values?: ChannelInput['values'] }

export type NotificationCommand =
  | { kind: 'list' }
  | ({ kind: 'add' } & { input: ChannelInput })
  | { kind: 'set'; id: number; changes: ChannelSet }
  | { kind: 'on' | 'off' | 'rotate' | 'test' | 'retry' | 'drop'; id: number }
  | { kind: 'log'; id: number | null; state: DeliveryState | null }
  | { kind: 'remove'; id: number; isConfirmed: boolean }
  | { kind: 'new-push-key'; isConfirmed: boolean }

const factList = factKindNames.map(
  (kind) =>
    `    ${kind.padEnd(10)}${factKinds[kind].label}${factKinds[kind].isOptional ? '; only where it is chosen' : ''}`,
)

/** A command that adds a channel, with what its schema says of each field. */
function describeKind({ kind, title, settings, secrets, createSecrets }: ChannelKind): string {
  const asked = createSecrets === undefined ? Object.entries(secrets.shape) : []
  const fields = [
    ...Object.entries(settings.shape).map(([name, field]) => ({ name, field, value: name })),
    ...asked.map(([name, field]) => ({ name: `${name}-file`, field, value: 'file' })),
  ]
  const options = fields.map(({ name, field, value }) => {
    const option = isFlag(field) ? `--${name}` : `--${name} ${value.toUpperCase()}`
    return field.safeParse(undefined).success ? `[${option}]` : option
  })
  const lines = fields
    .filter(({ name }) => name !== 'home')
    .map(({ name, field }) => `--${name}: ${field.description}`)
  const secret = asked.length === 0 ? ['The secret that its receiver needs is printed once.'] : []
  return [
    `  add ${kind} NAME ${options.join(' ')}`,
    ...[`${title}.`, ...lines, ...secret].map((line) => `${' '.repeat(29)}${line}`),
  ].join('\n')
}

function isFlag(field: z.ZodType): boolean {
  return field.safeParse(true).success
}

export const usage = `npm run notifications -- <command>

  list                       lists the channels, and whether they work
${channelKinds.map(describeKind).join('\n')}
                             --home allows an address at home, also with http://; --...-file reads a secret from a file
  set ID [options of add] [--name NAME] [--facts FACT,... | all] [--printers ID,... | all] [--quiet 22:00-07:00 | off]
                             chooses what a channel sends; add has these options, too. What happens in quiet hours, in the site's
                             time zone, is sent as one message afterwards
  test ID                    sends a test message and prints the receiver's answer
  on ID | off ID             turns a channel on or off; what is waiting stays
  rotate ID                  replaces a webhook's secret; the old one is valid for another day
  log [ID] [--state STATE]   lists the latest messages with their tries and answers: ${deliveryStates.join(', ')}
  retry MESSAGE | drop MESSAGE
                             sends a message of the log now, or never
  remove ID --yes            removes a channel with its messages
  new-push-key --yes         makes another key for push services, where the former can't be decrypted any more

  FACT is one of
${factList.join('\n')}

  Exit codes: 0 success, 1 failed, 2 invalid arguments.`

const fieldsOf = (part: 'settings' | 'secrets') =>
  channelKinds.flatMap((each) => Object.entries(each[part].shape))
const settingNames = new Set(fieldsOf('settings').map(([name]) => name))
/** Secrets are read from files: a command line can be seen by others, and is remembered by the shell. */
const secretNames = new Set(fieldsOf('secrets').map(([name]) => name))

const options = {
  name: { type: 'string' },
  facts: { type: 'string' },
  printers: { type: 'string' },
  quiet: { type: 'string' },
  state: { type: 'string' },
  yes: { type: 'boolean' },
  // Those of the channels, from their schemas.
  ...Object.fromEntries(
    fieldsOf('settings').map(([name, field]) => {
      const type: 'string' | 'boolean' = isFlag(field) ? 'boolean' : 'string'
      return [name, { type }]
    }),
  ),
  ...Object.fromEntries([...secretNames].map((name) => [`${name}-file`, { type: 'string' }])),
} satisfies Record<string, { type: 'string' | 'boolean' }>

/** @throws UsageError */
export function parseNotificationCommand(args: readonly string[]): NotificationCommand {
  const { values: parsed, positionals } = parseArguments(args, { options, allowPositionals: true })
  const values = parsed as Record<string, string | boolean | undefined> // as `options` has them
  const [command, subject, name, ...rest] = positionals
  if (rest.length > 0 || (name !== undefined && command !== 'add'))
    throw new UsageError(
      `Unexpected argument "${rest[0] ?? name}". Put a name with spaces in quotes.`,
      { showsUsage: true },
    )
  switch (command) {
    case 'list':
      return { kind: 'list' }
    case 'add':
      return { kind: 'add', input: parseInput(subject, name, values) }
    case 'set':
      return { kind: 'set', id: parseId(subject, 'list'), changes: parseChanges(values) }
    case 'on':
    case 'off':
    case 'rotate':
    case 'test':
      return { kind: command, id: parseId(subject, 'list') }
    case 'retry':
    case 'drop':
      return { kind: command, id: parseId(subject, 'log') }
    case 'log': {
      const id = subject === undefined ? null : parseId(subject, 'list')
      return { kind: 'log', id, state: parseState(toText(values.state)) }
    }
    case 'remove':
      return { kind: 'remove', id: parseId(subject, 'list'), isConfirmed: values.yes === true }
    case 'new-push-key':
      return { kind: 'new-push-key', isConfirmed: values.yes === true }
    default:
      throw new UsageError(
        command === undefined ? 'Say what to do.' : `Unknown command "${command}".`,
        { showsUsage: true },
      )
  }
}

type Values = Readonly<Record<string, string | boolean | undefined>>

const toText = (value: string | boolean | undefined) =>
  typeof value === 'string' ? value : undefined

function parseId(text: string | undefined, where: 'list' | 'log'): number {
  if (text !== undefined && /^[1-9]\d{0,8}$/.test(text)) return Number(text)
  const what = where === 'list' ? 'channel' : 'message'
  throw new UsageError(`Give the number of the ${what}: npm run notifications -- ${where}`)
}

function parseInput(
  kind: string | undefined,
  name: string | undefined,
  values: Values,
): ChannelInput {
  const kinds = channelKinds.map((each) => each.kind)
  if (kind === undefined || !kinds.includes(kind))
    throw new UsageError(`Give the kind of channel: ${kinds.join(' or ')}.`)
  return {
    kind,
    name: requireName(name),
    values: readValues(values),
    choices: parseChoices(values),
  }
}

/** Settings and secrets, of whatever kind. */
function readValues(values: Values): Record<string, unknown> {
  const given = Object.entries(values).flatMap(([option, value]) => {
    const secret = option.replace(/-file$/, '')
    if (settingNames.has(option)) return [[option, value]]
    return option !== secret && secretNames.has(secret)
      ? [[secret, value === undefined ? undefined : readSecret(String(value))]]
      : []
  })
  return Object.fromEntries(given.filter(([, value]) => value !== undefined))
}

function readSecret(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (cause) {
    throw new UsageError(`${file} can't be read.`, { cause })
  }
}

function requireName(text: string | undefined): string {
  const name = parseName(text ?? '', 60)
  if (name !== null) return name
  throw new UsageError('Give the channel a name of 1 to 60 characters, such as "My phone".')
}

function parseChanges(values: Values): ChannelSet {
  const name = toText(values.name)
  const given = readValues(values)
  const changes = {
    ...(Object.keys(given).length > 0 && { values: given }),
    ...(name === undefined ? {} : { name: requireName(name) }),
    ...parseChoices(values),
  }
  if (Object.keys(changes).length > 0) return changes
  throw new UsageError(
    'Give at least one of --name, --facts, --printers, --quiet and the options of its kind.',
  )
}

function parseChoices(values: Values): ChannelChoices {
  const [facts, printers, quiet] = [values.facts, values.printers, values.quiet].map(toText)
  return {
    ...(facts === undefined ? {} : { facts: facts === 'all' ? null : parseFacts(facts) }),
    ...(printers === undefined
      ? {}
      : { printers: printers === 'all' ? null : parsePrinters(printers) }),
    ...(quiet === undefined ? {} : { quietHours: quiet === 'off' ? null : quiet }),
  }
}

function parseFacts(text: string): FactKind[] {
  return text.split(',').map((part) => {
    const found = factKindNames.find((kind) => kind === part.trim())
    if (found !== undefined) return found
    throw new UsageError(`"${part}" is no fact. Choose from ${factKindNames.join(',')}, or all.`)
  })
}

function parsePrinters(text: string): number[] {
  return text.split(',').map((part) => {
    if (/^[1-9]\d{0,8}$/.test(part.trim())) return Number(part)
    throw new UsageError(`"${part}" is no number of a printer: npm run printers -- list`)
  })
}

function parseState(text: string | undefined): DeliveryState | null {
  if (text === undefined) return null
  const found = deliveryStates.find((state) => state === text)
  if (found !== undefined) return found
  throw new UsageError(`"${text}" is no state. Choose from ${deliveryStates.join(', ')}.`)
}
