import { isCameraPublishing } from '#lib/api/cameras.ts'
import { cleanText } from '#lib/api/clean-text.ts'
import { describePicture } from '#lib/api/describe-picture.ts'
import type { Formats } from '#lib/api/formats.ts'
import { defaultIntervalSeconds } from '#lib/api/freshness.ts'
import { mediaPath, printerPrivatePath } from '#lib/api/paths.ts'
import { mediaTypes, type PictureFormat } from '#lib/api/picture-formats.ts'
import type { ApiCamera, ApiPrinter, ApiSnapshot, ApiSource } from '#lib/api/schema/printer.ts'
import {
  jobFieldNames,
  printerFieldNames,
  printMaterialNames,
} from '#lib/api/schema/reading-fields.ts'
import { listCameras } from './list-cameras.ts'
import { pickFields } from './report.ts'
import { serializeLayers, serializeMaterial } from './serialize-material.ts'
import type { Current, Printer, Reading, Snapshot } from './types.ts'

export interface SerializeSettings {
  /** Absolute origin, without a trailing slash. */
  siteUrl: string
  getFormats(): Formats
  /** A picture's variants, best format first, narrow before wide. */
  listVariants(picture: { sha256: string; width: number }): readonly {
    width: number
    format: PictureFormat
    pixelWidth: number
  }[]
}

/** Of the picture for a plain `<img>` or a link preview. */
const plainWidth = 1280

/** The API's printer object; it has only what the owner has chosen to publish. */
export function serializePrinter(
  printer: Printer,
  current: Current,
  settings: SerializeSettings,
): ApiPrinter {
  const reading = current.observation?.reading ?? null
  const isPublishing = isCameraPublishing(printer, 1)
  const snapshot =
    current.snapshot !== null && isPublishing
      ? serializeSnapshot(printer, current.snapshot, current.snapshotReading, settings)
      : null
  return {
    id: printer.id,
    name: cleanText(printer.name),
    status: serializeStatus(printer, reading),
    ...pickFields(reading, printerFieldNames),
    image: snapshot === null ? null : findPlain(snapshot.sources),
    last_updated: formatOptionalTime(current.lastReceivedAt),
    state: reading?.state ?? 'unknown',
    observed_at: formatOptionalTime(current.observation?.observedAt ?? null),
    received_at: formatOptionalTime(current.observation?.receivedAt ?? null),
    interval_seconds: current.intervalSeconds ?? defaultIntervalSeconds,
    publishing: isPublishing,
    reason: isPublishing ? (reading?.reason ?? null) : 'privacy',
    job: reading === null ? null : serializeJob(printer, reading),
    temperatures: printer.publishesTemperatures ? (reading?.temperatures ?? null) : null,
    ...serializeMaterial(printer, pickFields(reading, printMaterialNames)),
    snapshot,
    ...(printer.cameras.some(({ number }) => number > 1) && {
      cameras: serializeCameras(printer, current, snapshot, settings),
    }),
    revision: printer.revision,
  }
}

function serializeCameras(
  printer: Printer,
  { otherCameras }: Current,
  first: ApiSnapshot | null,
  settings: SerializeSettings,
): ApiCamera[] {
  return listCameras(printer).map(({ number, name }) => {
    const publishing = isCameraPublishing(printer, number)
    const found = otherCameras.find((each) => each.number === number)
    const other = found && serializeSnapshot(printer, found.snapshot, found.reading, settings)
    const snapshot = number === 1 ? first : publishing ? (other ?? null) : null
    return {
      id: number,
      name,
      publishing,
      image: snapshot === null ? null : findPlain(snapshot.sources),
      snapshot,
    }
  })
}

/** The printer object with what the owner has not chosen to publish. */
export interface ApiPrivatePrinter extends ApiPrinter {
  paused_until: string | null
  filament_used_mm: number | null
  filament_total_mm: number | null
  /** The software that reads the printer and the software that sends the reports. */
  source: { backend?: string | undefined; snapper?: string | undefined } | null
}

export function serializePrivate(
  printer: Printer,
  current: Current,
  settings: SerializeSettings,
): ApiPrivatePrinter {
  const reading = current.observation?.reading ?? null
  const open = {
    ...printer,
    isPublishing: true,
    cameras: printer.cameras.map((camera) => ({ ...camera, isPublishing: true })),
    publishesTemperatures: true,
    publishesJobName: true,
    publishesMaterial: true,
    publishesSpool: true,
    jobAlias: null,
  }
  const reveal = <R extends Reading | null>(each: R): R =>
    each && { ...each, isJobHidden: false, printName: '' }
  const revealed = {
    ...current,
    observation: current.observation && {
      ...current.observation,
      reading: reveal(current.observation.reading),
    },
    snapshotReading: reveal(current.snapshotReading),
    otherCameras: current.otherCameras.map((each) => ({ ...each, reading: reveal(each.reading) })),
  }
  return {
    ...serializePrinter(open, revealed, {
      ...settings,
      // While the camera is paused, the public addresses of its pictures answer 404.
      ...(!(printer.isPublishing && printer.cameras.every((camera) => camera.isPublishing)) && {
        siteUrl: `${settings.siteUrl}${printerPrivatePath(printer.id)}`,
      }),
    }),
    publishing: isCameraPublishing(printer, 1),
    paused_until: formatOptionalTime(printer.pausedUntil),
    ...pickFields(reading, ['filament_used_mm', 'filament_total_mm', 'source']),
  }
}

export function serializeSnapshot(
  printer: Printer,
  snapshot: Snapshot,
  reading: Reading | null,
  settings: SerializeSettings,
): ApiSnapshot {
  return {
    captured_at: formatApiTime(snapshot.capturedAt),
    received_at: formatApiTime(snapshot.receivedAt),
    width: snapshot.width,
    height: snapshot.height,
    alt: describePicture({
      state: reading?.state ?? null,
      jobName: reading === null ? null : getShownName(printer, reading),
      progress: reading?.progress ?? null,
      capturedAt: snapshot.capturedAt,
      formats: settings.getFormats(),
    }),
    placeholder: snapshot.placeholder,
    sources: settings.listVariants(snapshot).map(({ width, format, pixelWidth }) => ({
      type: mediaTypes[format],
      width: pixelWidth,
      url: settings.siteUrl + mediaPath(snapshot.sha256, width, format),
    })),
  }
}

/** RFC 3339 in UTC, whole seconds. */
export function formatApiTime(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`
}

function formatOptionalTime(time: Date | null): string | null {
  return time === null ? null : formatApiTime(time)
}

function findPlain(sources: readonly ApiSource[]): string | null {
  const plain = sources.filter(({ type, width }) => type === 'image/jpeg' && width <= plainWidth)
  return plain.at(-1)?.url ?? null
}

function serializeJob(printer: Printer, reading: Reading): ApiPrinter['job'] {
  const layers = serializeLayers(printer, pickFields(reading, printMaterialNames))
  const fields = { ...pickFields(reading, jobFieldNames), ...layers }
  const title = reading.printName && { title: reading.printName }
  const isEmpty =
    reading.jobName === null && !title && Object.values(fields).every((value) => value === null)
  return isEmpty ? null : { name: getPublicJobName(printer, reading), ...title, ...fields }
}

/** The owner's name for the print, else the public job name. */
function getShownName(printer: Printer, reading: Reading): string | null {
  return reading.printName || getPublicJobName(printer, reading)
}

/** The public job name: the owner's alias, the name itself, or `null`. */
export function getPublicJobName(
  printer: Printer,
  reading: Pick<Reading, 'jobName' | 'isJobHidden'>,
): string | null {
  if (reading.jobName === null) return null
  const isPublic = printer.publishesJobName && !reading.isJobHidden
  const name = printer.jobAlias ?? (isPublic ? reading.jobName : null)
  return name && cleanText(name)
}

/** The sender's text contains the job's name, too: a private name, and one that the owner has replaced, is replaced in it. */
function serializeStatus(printer: Printer, reading: Reading | null): string {
  const status = reading?.status ?? ''
  const jobName = reading?.jobName
  const shown = reading && getShownName(printer, reading)
  if (!jobName || shown === cleanText(jobName)) return status
  const stem =
    jobName
      .replace(/\.[a-z0-9]{1,6}$/i, '')
      .split('/')
      .at(-1) ?? jobName
  const alias = shown ?? 'something'
  const names = [jobName, stem].filter((name) => name !== '')
  return names.reduce((text, name) => replaceName(text, name, alias), status)
}

/** Whole words only: a job named "a" must not change other words. */
function replaceName(text: string, name: string, by: string): string {
  const word = new RegExp(`(?<![\\p{L}\\p{N}])${RegExp.escape(name)}(?![\\p{L}\\p{N}])`, 'giu')
  return text.replaceAll(word, () => by)
}
