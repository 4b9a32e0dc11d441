import type { EventEmitter } from 'node:events'
import { maxSelectedPictures } from '#lib/api/admin-pictures.ts'
import { DomainError } from '#lib/core/errors.ts'
import type { PrinterEvents } from '../events.ts'
import type { Author } from '../manage/manage-printers.ts'
import type { PictureArchive, Store } from '../ports.ts'
import { requirePrinter } from '../require-printer.ts'
import { removeOrphans } from '../retention/remove-orphans.ts'
import type { HistoryCursor } from '../types.ts'
import type { PictureChange, PictureFilter } from './picture-store.ts'

/** By their ids, or all of a span, `from <= capturedAt < to`. */
export type Selection = { ids: readonly number[] } | { from: Date; to: Date }

export interface ChangeParts {
  store: Pick<Store, 'printers' | 'pictures' | 'retention'>
  pictures: Pick<PictureArchive, 'remove'>
  events: Pick<EventEmitter<PrinterEvents>, 'emit'>
  now(): Date
}

/**
 * Hides pictures, shows them again, or deletes them for good with their bytes; see `PictureStore`. For the command line and the
 * admin area alike. Up to `maxSelectedPictures` are one transaction; after a crash or an error the same call changes the rest.
 * @returns how many were changed, or with `isDryRun` would be
 */
export type ChangePictures = (
  by: Author,
  printerId: number,
  change: PictureChange,
  selection: Selection,
  options?: { isDryRun: boolean },
) => Promise<number>

const actions = {
  hide: 'pictures-hidden',
  show: 'pictures-shown',
  delete: 'pictures-deleted',
} as const satisfies Record<PictureChange, string>

/** The function throws DomainError `printer-not-found`, `not-found` without any such picture, and errors of the store. */
export function createChangePictures({
  store,
  pictures,
  events,
  now,
}: ChangeParts): ChangePictures {
  return async (by, printerId, change, selection, { isDryRun } = { isDryRun: false }) => {
    const { name } = await requirePrinter(store, printerId)
    const details = { printer: String(printerId), name }
    const ids =
      'ids' in selection ? selection.ids : await listIds(store, printerId, change, selection)
    if (ids.length === 0)
      throw new DomainError('not-found', 'There are no such pictures. Nothing was changed.')
    let total = 0
    for (let start = 0; start < ids.length; start += maxSelectedPictures) {
      const part = ids.slice(start, start + maxSelectedPictures)
      const entry = { at: now(), action: actions[change], details, ...by }
      const options = { entry, isDryRun }
      const { changed, orphans } = await store.pictures.changePictures(
        printerId,
        part,
        change,
        options,
      )
      total += changed
      if (changed === 0 || isDryRun) continue
      // Rows first: no URL serves these pictures any more, even if deleting their bytes is interrupted.
      events.emit('changed', printerId)
      events.emit('pictures-deleted')
      await removeOrphans({ store, pictures }, orphans)
    }
    return total
  }
}

const pageLength = 500
/** What a change can apply to. */
const appliesTo = { hide: false, show: true, delete: null } as const

async function listIds(
  store: Pick<Store, 'pictures'>,
  printerId: number,
  change: PictureChange,
  span: { from: Date; to: Date },
): Promise<number[]> {
  const filter: PictureFilter = { ...span, isHidden: appliesTo[change] }
  const ids: number[] = []
  let before: HistoryCursor | null = null
  for (;;) {
    const page = await store.pictures.listPictures(printerId, { before, limit: pageLength }, filter)
    ids.push(...page.map(({ snapshot }) => snapshot.id))
    before = page.at(-1)?.snapshot ?? null
    if (page.length < pageLength) return ids
  }
}
