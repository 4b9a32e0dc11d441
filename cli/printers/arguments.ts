import { parseName as parseGivenName } from '#lib/printers/manage/printer-name.ts'
import type { Selection } from '#lib/printers/pictures/change-pictures.ts'
import type { PictureChange } from '#lib/printers/pictures/picture-store.ts'
import type { PrinterChanges } from '#lib/printers/types.ts'
import { parseArguments, UsageError } from '../command.ts'

export type PrinterCommand =
  | { kind: 'list' }
  | { kind: 'add'; name: string; user: string | null; mayCreate: boolean }
  | { kind: 'rotate'; id: number; user: string | null }
  | { kind: 'change'; id: number; changes: PrinterChanges }
  | { kind: 'prints'; id: number }
  | { kind: 'publish'; id: number; print: number; isPublished: boolean }
  | {
      kind: 'list-pictures'
      id: number
      from: Date | null
      to: Date | null
      isHidden: boolean | null
    }
  | {
      kind: 'change-pictures'
      id: number
      change: PictureChange
      selection: Selection
      isDryRun: boolean
      isConfirmed: boolean
    }
  | { kind: 'remove'; id: number; isConfirmed: boolean }
  | { kind: 'purge'; id: number; from: Date; to: Date; isConfirmed: boolean }

export const usage = `npm run printers -- <command>

  list                              lists all printers with their settings and last reports
  add NAME [--user USER] [--create] adds a printer and prints its token or, with --user, its password (only once); --create makes
                                    a store in ./data although a site runs with another
  rotate ID [--user USER]           replaces the credentials; the old ones stop working at once
  pause ID [--until TIME] | resume ID
                                    pauses the camera: the site shows and accepts no pictures, only readings
  set ID [--name NAME] [--temperatures on|off] [--job-name on|off] [--alias TEXT | --no-alias]
         [--publish-prints draft|automatic]
                                    sets what is public; automatic adds prints that end from now on to the feeds
  prints ID                         lists the latest prints with their numbers and whether they are in the feeds
  publish ID PRINT | unpublish ID PRINT
                                    adds a print to the feeds, or removes it
  pictures ID [--hidden] [--from TIME --to TIME]
                                    lists the newest pictures with their numbers
  pictures ID hide|show|delete (--number N,N | --from TIME --to TIME) [--dry-run] [--yes]
                                    hides pictures, shows them again, or with --yes deletes them for good; their readings
                                    stay; --dry-run only counts them
  purge ID --from TIME --to TIME --yes
                                    deletes all pictures and readings of a period (RFC 3339 with offset)
  remove ID --yes                   removes a printer that is gone: its page, its credentials and its whole history

  Exit codes: 0 success, 1 failed, 2 invalid arguments.`

const options = {
  user: { type: 'string' },
  create: { type: 'boolean' },
  name: { type: 'string' },
  temperatures: { type: 'string' },
  'job-name': { type: 'string' },
  alias: { type: 'string' },
  'no-alias': { type: 'boolean' },
  'publish-prints': { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  until: { type: 'string' },
  yes: { type: 'boolean' },
  hidden: { type: 'boolean' },
  number: { type: 'string' },
  'dry-run': { type: 'boolean' },
} as const

/** @throws UsageError */
export function parsePrinterCommand(args: readonly string[]): PrinterCommand {
  const { values, positionals } = parse(args)
  const [command, subject, ...more] = positionals
  const hasObject = ['publish', 'unpublish', 'pictures'].includes(command ?? '')
  const [object, ...rest] = hasObject ? more : [undefined, ...more]
  if (rest.length > 0)
    throw new UsageError(
      `Unexpected argument "${rest.join(' ')}". Put a name with spaces in quotes.`,
      { showsUsage: true },
    )
  switch (command) {
    case 'list':
      return { kind: 'list' }
    case 'add':
      return {
        kind: 'add',
        name: parseName(subject),
        user: values.user ?? null,
        mayCreate: values.create === true,
      }
    case 'rotate':
      return { kind: 'rotate', id: parseId(subject), user: values.user ?? null }
    case 'pause':
      return { kind: 'change', id: parseId(subject), changes: parsePause(values.until) }
    case 'resume':
      return { kind: 'change', id: parseId(subject), changes: { isPublishing: true } }
    case 'set':
      return { kind: 'change', id: parseId(subject), changes: parseChanges(values) }
    case 'prints':
      return { kind: 'prints', id: parseId(subject) }
    case 'publish':
    case 'unpublish':
      return {
        kind: 'publish',
        id: parseId(subject),
        print: parsePrint(object),
        isPublished: command === 'publish',
      }
    case 'pictures':
      return parsePictures(parseId(subject), object, values)
    case 'remove':
      return { kind: 'remove', id: parseId(subject), isConfirmed: values.yes === true }
    case 'purge':
      return {
        kind: 'purge',
        id: parseId(subject),
        ...parseSpan(values),
        isConfirmed: values.yes === true,
      }
    default:
      throw new UsageError(
        command === undefined ? 'Missing command.' : `Unknown command "${command}".`,
        { showsUsage: true },
      )
  }
}

function parsePictures(id: number, change: string | undefined, values: Values): PrinterCommand {
  const { from, to, number, hidden } = values
  const hasSpan = from !== undefined || to !== undefined
  if (change === undefined) {
    const span = hasSpan ? parseSpan(values) : { from: null, to: null }
    return { kind: 'list-pictures', id, ...span, isHidden: hidden === true ? true : null }
  }
  if (change !== 'hide' && change !== 'show' && change !== 'delete')
    throw new UsageError(
      `Pictures can be hidden, shown or deleted: give hide, show or delete, not "${change}".`,
    )
  if (hasSpan === (number !== undefined))
    throw new UsageError('Say which pictures: either --number 5,6,7 or --from TIME --to TIME.')
  return {
    kind: 'change-pictures',
    id,
    change,
    selection: number === undefined ? parseSpan(values) : { ids: parseNumbers(number) },
    isDryRun: values['dry-run'] === true,
    isConfirmed: values.yes === true,
  }
}

function parseNumbers(text: string): number[] {
  if (/^[1-9]\d{0,14}(,[1-9]\d{0,14})*$/.test(text)) return text.split(',').map(Number)
  throw new UsageError(
    '--number must be numbers of pictures with commas, such as 5,6,7. List them: npm run printers -- pictures 1',
  )
}

function parse(args: readonly string[]) {
  return parseArguments(args, { options, allowPositionals: true })
}

function parseId(text: string | undefined): number {
  if (text !== undefined && /^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new UsageError('Give the number of the printer: npm run printers -- list')
}

function parsePrint(text: string | undefined): number {
  if (text !== undefined && /^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new UsageError(
    'Give the number of the print, as in its page’s URL: npm run printers -- publish 1 12',
  )
}

function parseName(text: string | undefined): string {
  const name = parseGivenName(text ?? '')
  if (name !== null) return name
  throw new UsageError('Give a name of 1 to 100 characters: npm run printers -- add "Maker Select"')
}

function parseOnOff(option: string, text: string): boolean {
  if (text === 'on' || text === 'off') return text === 'on'
  throw new UsageError(`--${option} must be on or off, not "${text}".`)
}

/** Automatic publishing starts now: earlier prints stay as they are. */
function parsePublishing(text: string): Date | null {
  if (text === 'automatic') return new Date()
  if (text === 'draft') return null
  throw new UsageError(`--publish-prints must be draft or automatic, not "${text}".`)
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
      'Give at least one of --name, --temperatures, --job-name, --alias, --no-alias and --publish-prints.',
    )
  return changes
}

function parsePause(until: string | undefined): PrinterChanges {
  const pausedUntil = until === undefined ? null : parseTime('until', until)
  if (pausedUntil !== null && pausedUntil <= new Date())
    throw new UsageError('--until must be in the future.')
  return { isPublishing: false, pausedUntil }
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
    `--${option} must be a time with its offset, such as 2026-11-22T10:00:00-08:00.`,
  )
}
