import { z } from 'zod'
import { maxJobNameLength, maxStatusLength } from '#lib/api/limits.ts'
import { isReportField, parseReport, reportSchema } from '../report.ts'
import type { Reading } from '../types.ts'
import { RemoteError } from './remote-error.ts'
import { parseRemoteTime } from './time.ts'

/** A printer as a remote server tells of it, each time already known to be one. */
export interface RemotePrinterResponse {
  name: string | null
  /** `false` while its owner lets the camera rest. */
  isPublishing: boolean
  /** `null` where the server has itself heard nothing yet. */
  reading: Reading | null
  /** When the server says that this was so; `null` where it doesn't, or can't be right. */
  observedAt: Date | null
  picture: RemotePicture | null
}

export interface RemotePicture {
  url: URL
  /** When it was taken, where the server tells that apart. */
  capturedAt: Date | null
  /** What the server dates it by, as it wrote it: the same address and stamp are the same picture. */
  stamp: string
}

const loose = <T extends z.ZodType>(schema: T) => schema.nullish().catch(null)
const text = loose(z.string())
const anything = z.unknown().optional()

/** The six fields of the original API, and what we tell beyond them. Whatever doesn't fit is taken for absent. */
const schema = z.object({
  name: text,
  status: text,
  progress: loose(z.union([z.number(), z.string()])),
  image: text,
  last_updated: anything,
  state: text,
  observed_at: anything,
  interval_seconds: anything,
  publishing: loose(z.boolean()),
  reason: text,
  job: loose(z.object({ name: text, elapsed_seconds: anything, remaining_seconds: anything })),
  temperatures: anything,
  snapshot: loose(
    z.object({
      captured_at: anything,
      sources: loose(z.array(z.object({ type: text, width: loose(z.number()), url: text }))),
    }),
  ),
})
type Told = z.output<typeof schema>

const telling = ['status', 'progress', 'image', 'last_updated'] as const
/** A sender's clock may be so far ahead of ours; what lies further ahead is no time of anything that has happened. */
const maxLeadMs = 5 * 60 * 1000

/**
 * Reads what a remote server answered.
 * @param url where it came from, for addresses relative to it
 * @throws RemoteError `faulty` where it is no JSON, or says nothing of a printer
 */
export function parseRemoteResponse(body: Buffer, url: URL, now: Date): RemotePrinterResponse {
  const given = parseJson(body, url)
  const parsed = schema.safeParse(given)
  if (!parsed.success || !telling.some((name) => Object.hasOwn(Object(given), name)))
    throw new RemoteError('faulty', `${url.href} answers with something that is no printer`)
  const told = parsed.data
  const parseTime = (value: unknown) => {
    const at = parseRemoteTime(value)
    return at !== null && at.getTime() <= now.getTime() + maxLeadMs ? at : null
  }
  const observedAt = parseTime(told.observed_at) ?? parseTime(told.last_updated)
  const picture = findPicture(told, url, parseTime)
  const reading = readReading(told, url)
  const { status, progress, state } = reading
  const saysSomething =
    observedAt !== null ||
    picture !== null ||
    status !== '' ||
    progress !== null ||
    (state ?? 'unknown') !== 'unknown'
  return {
    name: clean(told.name, 100) || null,
    isPublishing: told.publishing !== false,
    reading: saysSomething ? reading : null,
    observedAt,
    picture,
  }
}

function parseJson(body: Buffer, url: URL): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch (cause) {
    throw new RemoteError('faulty', `${url.href} answers with no JSON`, cause)
  }
}

/** By the very rules of a snapper's report, field by field: one that breaks them is left out and the rest holds. */
function readReading(told: Told, { host }: URL): Reading {
  const fields: Record<string, unknown> = {
    status: clean(told.status, maxStatusLength),
    state: told.state,
    progress: readPercent(told.progress),
    job_name: clean(told.job?.name, maxJobNameLength) || null,
    elapsed_seconds: told.job?.elapsed_seconds,
    remaining_seconds: told.job?.remaining_seconds,
    temperatures: told.temperatures,
    reason: told.reason,
    interval_seconds: told.interval_seconds,
    source: { backend: clean(host, 100), snapper: 'remote' },
  }
  const fitting = Object.entries(fields).filter(
    ([name, value]) =>
      value !== null &&
      isReportField(name) &&
      reportSchema.shape[name as keyof typeof reportSchema.shape].safeParse(value).success,
  )
  const { reading } = parseReport(new Map(fitting), 'json')
  if (reading === null) throw new TypeError('A status is always told')
  return reading
}

/** Printable, in one line that turns no text around it, at most so many characters. */
function clean(value: string | null | undefined, maxLength: number): string {
  const oneLine = (value ?? '')
    .toWellFormed()
    .replaceAll(/\p{Bidi_Control}/gu, '')
    .replaceAll(/[\p{Cc}\uFFFD\s]+/gu, ' ')
  return Array.from(oneLine.normalize('NFC').trim()).slice(0, maxLength).join('')
}

/** "42", "42.3 %" */
function readPercent(value: number | string | null | undefined): number | null {
  if (typeof value !== 'string') return value ?? null
  const [, figure] = /^\s*(\d{1,3}(?:\.\d+)?)\s*%?\s*$/.exec(value) ?? []
  return figure === undefined ? null : Number(figure)
}

function findPicture(
  told: Told,
  url: URL,
  parseTime: (value: unknown) => Date | null,
): RemotePicture | null {
  const jpegs = (told.snapshot?.sources ?? []).filter(({ type }) => type === 'image/jpeg')
  const widest = jpegs.reduce<(typeof jpegs)[number] | null>(
    (best, each) => ((each.width ?? 0) > (best?.width ?? 0) ? each : best),
    null,
  )
  const named = widest?.url || told.image
  const picture = named ? URL.parse(named, url) : null
  if (picture === null) return null
  picture.hash = ''
  const stamp = JSON.stringify(told.snapshot?.captured_at ?? told.last_updated ?? null)
  return { url: picture, capturedAt: parseTime(told.snapshot?.captured_at), stamp }
}
