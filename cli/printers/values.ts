import { cameraNumbers, maxCameraNameLength, maxCameras } from '#lib/api/cameras.ts'
import { parseName as parseGivenName } from '#lib/printers/manage/printer-name.ts'
import { parseArguments, UsageError } from '../command.ts'

/* The options of all commands about printers, and how their values are parsed. */

const options = {
  user: { type: 'string' },
  create: { type: 'boolean' },
  name: { type: 'string' },
  temperatures: { type: 'string' },
  'job-name': { type: 'string' },
  material: { type: 'string' },
  spool: { type: 'string' },
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
  'no-name': { type: 'boolean' },
  note: { type: 'string' },
  'note-file': { type: 'string' },
  'no-note': { type: 'boolean' },
  cover: { type: 'string' },
  'best-cover': { type: 'boolean' },
  picture: { type: 'string' },
  at: { type: 'string' },
  interval: { type: 'string' },
  source: { type: 'string' },
  days: { type: 'string' },
  'read-private': { type: 'boolean' },
  camera: { type: 'string' },
} as const

/** @throws UsageError, as do all of these */
export function parseOptions(args: readonly string[]) {
  return parseArguments(args, { options, allowPositionals: true })
}

export type Values = ReturnType<typeof parseOptions>['values']

export function parseId(text: string | undefined): number {
  if (text !== undefined && /^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new UsageError('Give the number of the printer: npm run printers -- list')
}

export function parsePrint(text: string | undefined): number {
  if (text !== undefined && /^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new UsageError(
    'Give the number of the print, as in its page’s URL: npm run printers -- publish 1 12',
  )
}

export function parseCamera(text: string | undefined): number {
  const number = cameraNumbers.find((each) => String(each) === text)
  if (number !== undefined) return number
  throw new UsageError(
    `Give the number of the camera, 1 to ${maxCameras}: npm run printers -- list`,
  )
}

export function parseName(text: string | undefined): string {
  const name = parseGivenName(text ?? '')
  if (name !== null) return name
  throw new UsageError('Give a name of 1 to 100 characters: npm run printers -- add "Maker Select"')
}

export function parseCameraName(text: string): string {
  const name = parseGivenName(text, maxCameraNameLength)
  if (name !== null) return name
  throw new UsageError(`Give a name of 1 to ${maxCameraNameLength} characters.`)
}

export function parseNumbers(text: string): number[] {
  if (/^[1-9]\d{0,14}(,[1-9]\d{0,14})*$/.test(text)) return text.split(',').map(Number)
  throw new UsageError(
    '--number must be numbers of pictures with commas, such as 5,6,7. List them: npm run printers -- pictures 1',
  )
}

export function parseTime(option: string, text: string | undefined): Date {
  const isRfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text ?? '')
  const time = new Date(text ?? '')
  if (isRfc3339 && !Number.isNaN(time.getTime())) return time
  throw new UsageError(
    `--${option} must be a time with its offset, such as 2026-11-22T10:00:00-08:00.`,
  )
}
