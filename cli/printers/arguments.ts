import { parseArgs } from 'node:util'
import type { PrinterChanges } from '#lib/printers/types.ts'

export type Command =
  | { kind: 'list' }
  | { kind: 'add'; name: string; user: string | null }
  | { kind: 'rotate'; id: number; user: string | null }
  | { kind: 'change'; id: number; changes: PrinterChanges }
  | { kind: 'prints'; id: number }
  | { kind: 'publish'; id: number; print: number; isPublished: boolean }
  | { kind: 'purge'; id: number; from: Date; to: Date; isConfirmed: boolean }

/** What was asked can't be done as asked; the message says what to type. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export const usage = `npm run printers -- <command>

  list                              every printer, what it publishes, and when it was last heard of
  add NAME [--user USER]            a new printer; prints its token, or with --user a password, once
  rotate ID [--user USER]           new credentials; the old ones stop working at once
  pause ID | resume ID              let the camera rest: no picture is shown or taken in, readings go on
  set ID [--name NAME] [--temperatures on|off] [--job-name on|off] [--alias TEXT | --no-alias]
         [--publish-prints draft|automatic]
                                    what is public; automatic: prints that end from now on come into the feeds by themselves
  prints ID                         the latest prints with their numbers, and which are in the feeds
  publish ID PRINT | unpublish ID PRINT
                                    put a print into the feeds, or take it out for good
  purge ID --from TIME --to TIME --yes
                                    delete every picture and reading of the span (RFC 3339 with offset)`

const options = {
  user: { type: 'string' },
  name: { type: 'string' },
  temperatures: { type: 'string' },
  'job-name': { type: 'string' },
  alias: { type: 'string' },
  'no-alias': { type: 'boolean' },
  'publish-prints': { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  yes: { type: 'boolean' },
} as const

/** @throws UsageError */
export function parseCommand(args: string[]): Command {
  const { values, positionals } = parse(args)
  const [command, subject, ...more] = positionals
  const isOfPrint = command === 'publish' || command === 'unpublish'
  const [print, ...rest] = isOfPrint ? more : [undefined, ...more]
  if (rest.length > 0)
    throw new UsageError(`"${rest.join(' ')}" is too much. Put a name in quotes.`)
  switch (command) {
    case 'list':
      return { kind: 'list' }
    case 'add':
      return { kind: 'add', name: parseName(subject), user: values.user ?? null }
    case 'rotate':
      return { kind: 'rotate', id: parseId(subject), user: values.user ?? null }
    case 'pause':
    case 'resume':
      return {
        kind: 'change',
        id: parseId(subject),
        changes: { isPublishing: command === 'resume' },
      }
    case 'set':
      return { kind: 'change', id: parseId(subject), changes: parseChanges(values) }
    case 'prints':
      return { kind: 'prints', id: parseId(subject) }
    case 'publish':
    case 'unpublish':
      return {
        kind: 'publish',
        id: parseId(subject),
        print: parsePrint(print),
        isPublished: command === 'publish',
      }
    case 'purge':
      return {
        kind: 'purge',
        id: parseId(subject),
        ...parseSpan(values),
        isConfirmed: values.yes === true,
      }
    default:
      throw new UsageError(command === undefined ? usage : `There is no "${command}".\n\n${usage}`)
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options, allowPositionals: true })
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}\n\n${usage}`)
  }
}

function parseId(text: string | undefined): number {
  if (text !== undefined && /^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new UsageError('Name the printer by its number; `npm run printers -- list` tells it.')
}

function parsePrint(text: string | undefined): number {
  if (text !== undefined && /^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new UsageError(
    'Name the print by its number, as its page does: npm run printers -- publish 1 12',
  )
}

function parseName(text: string | undefined): string {
  const name = text?.trim().normalize('NFC') ?? ''
  if (name !== '' && [...name].length <= 100) return name
  throw new UsageError(
    'A printer needs a name of 1 to 100 characters: npm run printers -- add "Maker Select"',
  )
}

function parseOnOff(option: string, text: string): boolean {
  if (text === 'on' || text === 'off') return text === 'on'
  throw new UsageError(`--${option} is on or off, not "${text}".`)
}

/** Automatic from now on: what lies behind stays as the owner left it. */
function parsePublishing(text: string): Date | null {
  if (text === 'automatic') return new Date()
  if (text === 'draft') return null
  throw new UsageError(`--publish-prints is draft or automatic, not "${text}".`)
}

type Values = ReturnType<typeof parse>['values']

function parseChanges(values: Values): PrinterChanges {
  if (values.alias !== undefined && values['no-alias'])
    throw new UsageError('Give --alias or --no-alias, not both.')
  const changes: PrinterChanges = {
    ...(values.name === undefined ? {} : { name: parseName(values.name) }),
    ...(values.temperatures === undefined
      ? {}
      : { publishesTemperatures: parseOnOff('temperatures', values.temperatures) }),
    ...(values['job-name'] === undefined
      ? {}
      : { publishesJobName: parseOnOff('job-name', values['job-name']) }),
    ...(values.alias === undefined ? {} : { jobAlias: parseName(values.alias) }),
    ...(values['no-alias'] ? { jobAlias: null } : {}),
    ...(values['publish-prints'] === undefined
      ? {}
      : { publishesPrintsSince: parsePublishing(values['publish-prints']) }),
  }
  if (Object.keys(changes).length === 0)
    throw new UsageError(
      'Say what to set: --name, --temperatures, --job-name, --alias, --no-alias or --publish-prints.',
    )
  return changes
}

function parseSpan({ from, to }: Values): { from: Date; to: Date } {
  const span = { from: parseTime('from', from), to: parseTime('to', to) }
  if (span.from >= span.to) throw new UsageError('--from must be earlier than --to.')
  return span
}

function parseTime(option: string, text: string | undefined): Date {
  const isRfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text ?? '')
  const time = new Date(text ?? '')
  if (isRfc3339 && !Number.isNaN(time.getTime())) return time
  throw new UsageError(
    `--${option} needs a time with its offset, such as 2026-11-22T10:00:00-08:00.`,
  )
}
