import { isCameraPublishing } from '#lib/api/cameras.ts'
import { printPagePath } from '#lib/api/paths.ts'
import type { ApiBounds, ApiFrame, ApiPrint } from '#lib/api/schema/prints.ts'
import {
  formatApiTime,
  getPublicJobName,
  type SerializeSettings,
  serializeSnapshot,
} from '../serialize.ts'
import { serializeLayers, serializeMaterial } from '../serialize-material.ts'
import type { HistoryEntry, Printer } from '../types.ts'
import { isSilence } from './identity.ts'
import { makeLinksAbsolute, toPlainText } from './note.ts'
import type { FrameSpan } from './print-store.ts'
import type { Print } from './types.ts'

/** A picture is taken some seconds before or after its reading. */
const toleranceMs = 60_000

/** The span of a print's pictures. */
export function spanOfPrint(print: Print, now: Date): FrameSpan {
  const end = print.ended?.notAfter ?? now
  return {
    from: new Date(print.started.notAfter.getTime() - toleranceMs),
    to: new Date(end.getTime() + toleranceMs),
    // Its pictures show several jobs.
    jobName: print.isJoined ? null : print.jobName,
    seen: { firstAt: print.firstSeenAt, lastAt: print.lastSeenAt },
  }
}

/** The API's print; it has only what the owner has chosen to publish. `picture`: its cover. */
export function serializePrint(
  { printer, print, picture }: { printer: Printer; print: Print; picture: HistoryEntry | null },
  at: { now: Date; intervalSeconds: number },
  settings: SerializeSettings,
): ApiPrint {
  const { outcome, ended } = resolveEnd(print, at)
  const url = settings.siteUrl + printPagePath(printer.id, print.number)
  return {
    number: print.number,
    printer: printer.id,
    url,
    name: getPublicPrintName(printer, print),
    title: print.name,
    note: serializeNote(print, url),
    outcome,
    started: serializeBounds(print.started),
    ended: ended && serializeBounds(ended),
    duration_seconds: serializeDuration(print, ended),
    progress: outcome === 'finished' ? 100 : print.progress,
    last_seen_at: formatApiTime(print.lastSeenAt),
    max_temperatures: printer.publishesTemperatures ? print.maxTemperatures : null,
    filament: serializeFilament(print),
    ...serializeLayers(printer, print.material),
    ...serializeMaterial(printer, print.material),
    published_at: print.publishedAt && formatApiTime(print.publishedAt),
    picture:
      picture === null || !isCameraPublishing(printer, picture.snapshot.camera)
        ? null
        : serializeSnapshot(printer, picture.snapshot, picture.reading, settings),
  }
}

/** The owner's name for the print, else what may be said of its job. */
export function getPublicPrintName(
  printer: Printer,
  { name, jobName }: Pick<Print, 'name' | 'jobName'>,
): string | null {
  return name ?? getPublicJobName(printer, { jobName })
}

function serializeNote({ note }: Print, url: string): ApiPrint['note'] {
  return note && { text: toPlainText(note.html), html: makeLinksAbsolute(note.html, url) }
}

function serializeFilament({ filament: { usedMm, totalMm } }: Print): ApiPrint['filament'] {
  return usedMm === null && totalMm === null ? null : { used_mm: usedMm, total_mm: totalMm }
}

interface Bounds {
  notBefore: Date | null
  notAfter: Date | null
}

/** A print without news for so long counts as ended, though no observation shows its end. */
function resolveEnd(
  print: Print,
  { now, intervalSeconds }: { now: Date; intervalSeconds: number },
): { outcome: Print['outcome']; ended: Bounds | null } {
  const isLost =
    print.outcome === 'running' &&
    isSilence(now.getTime() - print.lastSeenAt.getTime(), intervalSeconds)
  return isLost
    ? { outcome: 'unknown', ended: { notBefore: print.lastSeenAt, notAfter: null } }
    : { outcome: print.outcome, ended: print.ended }
}

function serializeBounds({ notBefore, notAfter }: Bounds): ApiBounds {
  return {
    not_before: notBefore && formatApiTime(notBefore),
    not_after: notAfter && formatApiTime(notAfter),
  }
}

function serializeDuration(print: Print, ended: Bounds | null): ApiPrint['duration_seconds'] {
  const { started } = print
  const least = (ended?.notBefore ?? print.lastSeenAt).getTime() - started.notAfter.getTime()
  const [from, to] = [started.notBefore, ended?.notAfter ?? null]
  const most = from === null || to === null ? null : to.getTime() - from.getTime()
  return {
    at_least: Math.max(0, Math.round(least / 1000)),
    at_most: most === null ? null : Math.round(most / 1000),
  }
}

export function serializeFrame(
  printer: Printer,
  { snapshot, reading }: HistoryEntry,
  settings: SerializeSettings,
): ApiFrame {
  return {
    ...serializeSnapshot(printer, snapshot, reading, settings),
    state: reading?.state ?? 'unknown',
    progress: reading?.progress ?? null,
    temperatures: printer.publishesTemperatures ? (reading?.temperatures ?? null) : null,
  }
}
