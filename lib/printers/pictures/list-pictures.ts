import type { ApiOwnersPicture, ApiOwnersPictures } from '#lib/api/admin-pictures.ts'
import { mediaPath } from '#lib/api/paths.ts'
import { activeStates } from '#lib/api/states.ts'
import { dayOf, spanOfDay } from '../archive/days.ts'
import type { Store } from '../ports.ts'
import { requirePrinter } from '../require-printer.ts'
import type { SerializeSettings } from '../serialize.ts'
import type { HistoryCursor } from '../types.ts'
import type { OwnersPicture } from './picture-store.ts'

export interface PicturesQuery {
  /** "2026-11-22"; `null`: the newest day with pictures. */
  day: string | null
  /** The hidden pictures of all days instead. */
  isHidden: boolean
  /** `null`: all cameras. */
  camera: number | null
  before: HistoryCursor | null
}

export interface ListSettings extends Pick<SerializeSettings, 'getFormats' | 'listVariants'> {
  formatCursor(cursor: HistoryCursor): string
  now(): Date
}

/** A day of one picture a minute has 1,440. */
const pageLength = 480

/**
 * A page of a printer's pictures for its owner.
 * @throws DomainError `printer-not-found`
 */
export async function listOwnersPictures(
  store: Pick<Store, 'printers' | 'pictures'>,
  settings: ListSettings,
  printerId: number,
  { isHidden, before, camera, ...query }: PicturesQuery,
): Promise<ApiOwnersPictures> {
  await requirePrinter(store, printerId)
  const { timeZone } = settings.getFormats()
  const { findNearest, listPictures, countHidden } = store.pictures
  const toDay = (at: Date | null) => (at === null ? null : dayOf(at, timeZone))
  const day = isHidden
    ? null
    : (query.day ?? toDay(await findNearest(printerId, 'before', soon(settings.now()), camera)))
  const span = day === null ? null : spanOfDay(day, timeZone)
  const isEmpty = span === null && !isHidden
  const filter = { from: null, to: null, ...span, isHidden: isHidden ? true : null, camera }
  const page = { before, limit: pageLength }
  const found = isEmpty ? [] : await listPictures(printerId, page, filter)
  const last = found.length === pageLength ? found.at(-1) : undefined
  return {
    day,
    previous_day: span && toDay(await findNearest(printerId, 'before', span.from, camera)),
    next_day: span && toDay(await findNearest(printerId, 'from', span.to, camera)),
    pictures: found.map((picture) => serialize(printerId, picture, settings)),
    next: last ? settings.formatCursor(last.snapshot) : null,
    hidden: await countHidden(printerId, camera),
  }
}

/** After any picture: a sender's clock may be a few minutes ahead. */
const soon = (now: Date) => new Date(now.getTime() + 24 * 60 * 60 * 1000)

function serialize(
  printerId: number,
  { snapshot, reading, isHidden }: OwnersPicture,
  settings: ListSettings,
): ApiOwnersPicture {
  const { id, sha256, capturedAt, width, height } = snapshot
  const state = reading?.state ?? 'unknown'
  const variants = settings.listVariants(snapshot)
  const small = variants.find(({ format }) => format !== 'avif') ?? variants[0]
  const large = variants.findLast((each) => each.format === 'jpg' && each.width <= 1280) ?? small
  const toPath = (variant: typeof small) => {
    if (variant === undefined) return ''
    return isHidden
      ? `/admin/api/printers/${printerId}/pictures/${id}/${variant.width}.${variant.format}`
      : mediaPath(sha256, variant.width, variant.format)
  }
  return {
    id,
    captured_at: capturedAt.toISOString(),
    state,
    progress: activeStates.has(state) ? (reading?.progress ?? null) : null,
    width,
    height,
    small: toPath(small),
    large: toPath(large),
    is_hidden: isHidden,
  }
}
