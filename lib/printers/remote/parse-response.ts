import { z } from 'zod'
import {
  jobFieldNames,
  layerFieldNames,
  materialFieldNames,
  printerFieldNames,
  spoolFieldNames,
} from '#lib/api/schema/reading-fields.ts'
import { parseReport, reportSchema } from '../report.ts'
import type { Reading } from '../types.ts'
import { RemoteError } from './remote-error.ts'
import { parseRemoteTime } from './time.ts'

/** A remote server's printer object, validated. */
export interface RemotePrinterResponse {
  name: string | null
  /** `false` while its owner has paused the camera. */
  isPublishing: boolean
  /** `null`: the server has had no report itself. */
  reading: Reading | null
  /** The time of the reading by the server's account; `null` where it is missing or impossible. */
  observedAt: Date | null
  picture: RemotePicture | null
}

export interface RemotePicture {
  url: URL
  /** When it was taken; `null` where the server gives one time for everything. */
  capturedAt: Date | null
  /** The server's date of it, unparsed: the same URL and stamp are the same picture. */
  stamp: string
}

const loose = <T extends z.ZodType>(schema: T) => schema.nullish().catch(null)
const text = loose(z.string())
const anything = z.unknown().optional()

/** The original API's six fields, and ours. An invalid field counts as missing; a reading's fields are validated later. */
const schema = z.looseObject({
  name: text,
  status: text,
  progress: loose(z.union([z.number(), z.string()])),
  image: text,
  last_updated: anything,
  state: text,
  observed_at: anything,
  publishing: loose(z.boolean()),
  job: loose(z.looseObject({ name: text })),
  material: loose(z.looseObject({})),
  snapshot: loose(
    z.object({
      captured_at: anything,
      sources: loose(z.array(z.object({ type: text, width: loose(z.number()), url: text }))),
    }),
  ),
})
type Response = z.output<typeof schema>

/** An object with none of these is not a printer. */
const identifyingFields = ['status', 'progress', 'image', 'last_updated'] as const
const passedFields = ['state', 'temperatures', 'reason', 'interval_seconds', ...printerFieldNames]
/** Tolerated lead of the server's clock. A time further ahead is ignored. */
const maxLeadMs = 5 * 60 * 1000

/**
 * Parses a remote server's response.
 * @param url of the response, the base for relative URLs in it
 * @throws RemoteError where it is not JSON or not a printer
 */
export function parseRemoteResponse(body: Buffer, url: URL, now: Date): RemotePrinterResponse {
  const json = parseJson(body, url)
  const parsed = schema.safeParse(json)
  if (!parsed.success || !identifyingFields.some((name) => Object.hasOwn(Object(json), name)))
    throw new RemoteError(`${url.href} responded with something that is not a printer`)
  const response = parsed.data
  const parseTime = (value: unknown) => {
    const at = parseRemoteTime(value)
    return at !== null && at.getTime() <= now.getTime() + maxLeadMs ? at : null
  }
  const observedAt = parseTime(response.observed_at) ?? parseTime(response.last_updated)
  const picture = findPicture(response, url, parseTime)
  const reading = parseReading(response, url)
  const { status, progress, state } = reading
  const hasContent =
    observedAt !== null ||
    picture !== null ||
    status !== '' ||
    progress !== null ||
    (state ?? 'unknown') !== 'unknown'
  return {
    name: clean(response.name, 100) || null,
    isPublishing: response.publishing !== false,
    reading: hasContent ? reading : null,
    observedAt,
    picture,
  }
}

function parseJson(body: Buffer, url: URL): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch (cause) {
    throw new RemoteError(`${url.href} did not respond with JSON`, { cause })
  }
}

/** Validates each field by the rules of a snapper's report, drops invalid ones and keeps the rest. */
function parseReading(response: Response, { host }: URL): Reading {
  const fields: Record<string, unknown> = {
    ...pick(response, passedFields),
    ...pick(response.job ?? {}, [...jobFieldNames, ...layerFieldNames]),
    ...pick(response.material ?? {}, [...materialFieldNames, ...spoolFieldNames]),
    status: clean(response.status, 500),
    progress: parsePercent(response.progress),
    job_name: clean(response.job?.name, 200) || null,
    source: { backend: clean(host, 100), snapper: 'remote' },
  }
  const schemas = new Map<string, z.ZodType>(Object.entries(reportSchema.shape))
  const valid = Object.entries(fields).filter(
    ([name, value]) => value !== null && schemas.get(name)?.safeParse(value).success === true,
  )
  const { reading } = parseReport(new Map(valid), 'json')
  if (reading === null) throw new TypeError('The status is always in the report')
  return reading
}

function pick(object: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, object[name]]))
}

/** Printable, on one line, without bidi controls, at most so many characters. */
function clean(value: string | null | undefined, maxLength: number): string {
  const oneLine = (value ?? '')
    .toWellFormed()
    .replaceAll(/\p{Bidi_Control}/gu, '')
    .replaceAll(/[\p{Cc}\uFFFD\s]+/gu, ' ')
  return Array.from(oneLine.normalize('NFC').trim()).slice(0, maxLength).join('')
}

/** "42", "42.3 %" */
function parsePercent(value: number | string | null | undefined): number | null {
  if (typeof value !== 'string') return value ?? null
  const [, figure] = /^(\d{1,3}(?:\.\d+)?)\s*%?$/.exec(value.trim()) ?? []
  return figure === undefined ? null : Number(figure)
}

function findPicture(
  { snapshot, image, last_updated }: Response,
  url: URL,
  parseTime: (value: unknown) => Date | null,
): RemotePicture | null {
  const jpegs = (snapshot?.sources ?? []).filter(({ type }) => type === 'image/jpeg')
  const widest = jpegs.reduce<(typeof jpegs)[number] | null>(
    (best, each) => ((each.width ?? 0) > (best?.width ?? 0) ? each : best),
    null,
  )
  const address = widest?.url || image
  const picture = address ? URL.parse(address, url) : null
  if (picture === null) return null
  picture.hash = ''
  const stamp = JSON.stringify(snapshot?.captured_at ?? last_updated ?? null)
  return { url: picture, capturedAt: parseTime(snapshot?.captured_at), stamp }
}
