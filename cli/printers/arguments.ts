import { maxIntervalSeconds } from '#lib/api/limits.ts'
import { parseDecimal } from '#lib/api/parse-decimal.ts'
import type { Selection } from '#lib/printers/pictures/change-pictures.ts'
import type { PictureChange } from '#lib/printers/pictures/picture-store.ts'
import type { CameraChanges, PrinterChanges } from '#lib/printers/types.ts'
import { UsageError } from '../command.ts'
import { type PrintCommand, parsePrintCommand } from './print-commands.ts'
import { parseTokenCommand, type TokenCommand } from './token-commands.ts'
import {
  parseCamera,
  parseCameraName,
  parseId,
  parseName,
  parseNumbers,
  parseOptions,
  parsePrint,
  parseTime,
  type Values,
} from './values.ts'

export type PrinterCommand =
  | { kind: 'list' }
  | { kind: 'add'; name: string; user: string | null; mayCreate: boolean }
  | { kind: 'rotate'; id: number; user: string | null }
  | { kind: 'change'; id: number; changes: PrinterChanges }
  | { kind: 'camera'; id: number; camera: number; changes: CameraChanges }
  | { kind: 'order'; ids: number[] }
  | TokenCommand
  | { kind: 'prints'; id: number }
  | PrintCommand
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
  tokens ID                         lists a printer's tokens with their numbers
  tokens ID add NAME [--read-private] [--days DAYS]
                                    makes a token, with --read-private one that reads what isn't public, and prints it (only once)
  tokens ID replace|delete TOKEN    the old one works for another day, or ends at once
  pause ID [--until TIME | --camera N] | resume ID [--camera N]
                                    pauses all cameras, or one: the site shows and accepts no pictures of it, only readings
  camera ID N (--name NAME | --no-name)
                                    names a camera, or leaves it to the snapper
  set ID [--name NAME] [--temperatures on|off] [--job-name on|off] [--material on|off] [--spool on|off]
         [--alias TEXT | --no-alias] [--publish-prints draft|automatic] [--interval SECONDS|none] [--source URL|none]
                                    sets what is public: material is filament, nozzle and layers, spool its name and what is left
                                    on it; automatic adds prints that end from now on to the feeds; the interval is
                                    for reports that don't say it, the source the API of another site that it reports to
  order ID,ID                       puts these printers first, in this order
  prints ID                         lists the latest prints with their numbers and whether they are in the feeds
  prints ID PRINT set [--name NAME | --no-name] [--note TEXT | --note-file FILE | --no-note] [--cover PICTURE | --best-cover]
                                    names a print, says something of it in Markdown, chooses its cover by the picture's number
  prints ID PRINT hide|show         shows a print to nobody else, or to everybody again; its pictures stay in the archive
  prints ID PRINT join              makes it and the print before it one
  prints ID PRINT split (--picture PICTURE | --at TIME)
                                    makes two prints of it; the second one begins there. Split and join undo each other
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

/** @throws UsageError */
export function parsePrinterCommand(args: readonly string[]): PrinterCommand {
  const { values, positionals } = parseOptions(args)
  const [command, subject, ...more] = positionals
  const objects =
    { publish: 1, unpublish: 1, camera: 1, pictures: 1, prints: 2, tokens: 2 }[command ?? ''] ?? 0
  const [object, action] = more.slice(0, objects)
  const rest = more.slice(objects)
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
    case 'resume':
      if (values.camera === undefined)
        return {
          kind: 'change',
          id: parseId(subject),
          changes: command === 'pause' ? parsePause(values.until) : { isPublishing: true },
        }
      if (values.until !== undefined) throw new UsageError('One camera is paused without --until.')
      return {
        kind: 'camera',
        id: parseId(subject),
        camera: parseCamera(values.camera),
        changes: { isPublishing: command === 'resume' },
      }
    case 'camera':
      if (values.name === undefined && !values['no-name'])
        throw new UsageError(
          'Give --name NAME or --no-name: npm run printers -- camera 1 2 --name nozzle',
        )
      return {
        kind: 'camera',
        id: parseId(subject),
        camera: parseCamera(object),
        changes: { name: values.name === undefined ? null : parseCameraName(values.name) },
      }
    case 'set':
      return { kind: 'change', id: parseId(subject), changes: parseChanges(values) }
    case 'order':
      return { kind: 'order', ids: parseOrder(subject) }
    case 'tokens':
      return parseTokenCommand(parseId(subject), [object, action], values)
    case 'prints':
      return object === undefined
        ? { kind: 'prints', id: parseId(subject) }
        : parsePrintCommand({ id: parseId(subject), print: parsePrint(object) }, action, values)
    case 'publish':
    case 'unpublish':
      return parsePrintCommand({ id: parseId(subject), print: parsePrint(object) }, command, values)
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
    ...(values.material === undefined
      ? {}
      : { publishesMaterial: parseOnOff('material', values.material) }),
    ...(values.spool === undefined ? {} : { publishesSpool: parseOnOff('spool', values.spool) }),
    ...(values.alias === undefined ? {} : { jobAlias: parseName(values.alias) }),
    ...(values['no-alias'] ? { jobAlias: null } : {}),
    ...(values['publish-prints'] === undefined
      ? {}
      : { publishesPrintsSince: parsePublishing(values['publish-prints']) }),
    ...(values.interval === undefined ? {} : { intervalSeconds: parseInterval(values.interval) }),
    ...(values.source === undefined ? {} : { source: orNone(values.source) }),
  }
  if (Object.keys(changes).length === 0)
    throw new UsageError(
      'Give at least one of --name, --temperatures, --job-name, --material, --spool, --alias, --no-alias, --publish-prints, --interval and --source.',
    )
  return changes
}

const orNone = (text: string) => (text === 'none' ? null : text)

function parseInterval(text: string): number | null {
  if (text === 'none') return null
  const seconds = parseDecimal(text) ?? 0
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= maxIntervalSeconds) return seconds
  throw new UsageError(`--interval must be none, or seconds from 1 to ${maxIntervalSeconds}.`)
}

function parseOrder(text: string | undefined): number[] {
  const ids = (text ?? '').split(',').map(parseId)
  if (new Set(ids).size === ids.length) return ids
  throw new UsageError('A printer is named twice. Give each once: npm run printers -- order 2,1')
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
