import type { EventEmitter } from 'node:events'
import { DomainError } from '#lib/core/errors.ts'
import { type FormerValues, requireFormerValues } from '#lib/core/former-values.ts'
import type { NewLogEntry } from '#lib/core/log-entry.ts'
import type { PrinterEvents } from '../events.ts'
import type { Author } from '../manage/manage-printers.ts'
import type { Store } from '../ports.ts'
import { renderNote } from './note.ts'
import { requirePrint } from './print-queries.ts'
import { spanOfPrint } from './serialize-print.ts'
import type { Print } from './types.ts'

/** What the owner says of a print; absent: unchanged, `null`: nothing any more. */
export interface GivenWords {
  name?: string | null
  /** Markdown, of `parseNote`. */
  note?: string | null
  /** The number of one of its pictures; `null`: the best one. */
  cover?: number | null
}

export interface EditParts {
  store: Pick<Store, 'printers' | 'prints' | 'printEdits'>
  events: Pick<EventEmitter<PrinterEvents>, 'emit'>
  now(): Date
}

export type PrintEditing = ReturnType<typeof createPrintEditing>

/**
 * All that the owner changes about prints, by the command line and by the admin area alike. Each change is in the owner's log, in the
 * same transaction. Every function throws DomainError `printer-not-found`, `not-found`, and errors of the store.
 */
export function createPrintEditing({ store, events, now }: EditParts) {
  const { printEdits } = store

  async function edit<T>(
    by: Author,
    id: number,
    number: number,
    action: string,
    change: (found: { print: Print; logged(details?: object): NewLogEntry }) => Promise<T>,
  ): Promise<T> {
    const { printer, print } = await requirePrint(store, id, number, { withHidden: true })
    const about = { printer: String(id), name: printer.name, print: String(print.number) }
    const logged = (details: object = {}) => ({
      at: now(),
      action,
      details: { ...about, ...details },
      ...by,
    })
    const result = await change({ print, logged })
    events.emit('changed', id)
    return result
  }

  /** @throws DomainError `invalid-fields` */
  async function requirePicture(id: number, print: Print, picture: number) {
    const found = await store.prints.getFrame(id, spanOfPrint(print, now()), picture)
    if (found !== null) return found.snapshot
    throw new DomainError(
      'invalid-fields',
      `Picture ${picture} is none of this print's. Choose another one.`,
    )
  }

  return {
    /** @throws DomainError `invalid-fields` where the print is hidden, or will be */
    async requirePublishable(id: number, number: number, willBeHidden?: boolean) {
      const { print } = await requirePrint(store, id, number, { withHidden: true })
      if (willBeHidden ?? print.isHidden) throw isHiddenError(print)
    },

    /** @throws DomainError `invalid-fields` where a hidden one is to be published */
    setPublished: (by: Author, id: number, number: number, isPublished: boolean) =>
      edit(by, id, number, isPublished ? 'print-published' : 'print-unpublished', async (found) => {
        if (isPublished && found.print.isHidden) throw isHiddenError(found.print)
        await printEdits.setPublished(id, number, isPublished ? now() : null, found.logged())
      }),

    /** A hidden print is shown to nobody else. Its pictures stay in the archive. */
    setHidden: (by: Author, id: number, number: number, isHidden: boolean) =>
      edit(by, id, number, isHidden ? 'print-hidden' : 'print-shown', ({ logged }) =>
        printEdits.setHidden(id, number, isHidden, logged()),
      ),

    /**
     * @param was what the form showed before
     * @throws DomainError `invalid-fields` where the cover is none of its pictures; `changed-meanwhile`
     */
    describe: (by: Author, id: number, number: number, words: GivenWords, was: FormerValues = {}) =>
      edit(by, id, number, 'print-described', async ({ print, logged }) => {
        const { name, note, cover } = words
        if (cover != null) await requirePicture(id, print, cover)
        const description = {
          ...(name !== undefined && { name }),
          ...(note !== undefined && { note: note === null ? null : await renderNote(note) }),
          ...(cover !== undefined && { coverId: cover }),
        }
        const entry = logged({ changes: describeWords(words) })
        await printEdits.describe(id, number, description, now(), entry, (before) =>
          requireFormerValues(was, {
            name: before.name ?? '',
            note: before.note?.markdown ?? '',
          }),
        )
      }),

    /** With the one before it. @returns the number of the print that they are now @throws DomainError `invalid-fields` */
    join: (by: Author, id: number, number: number) =>
      edit(by, id, number, 'prints-joined', ({ logged }) => printEdits.join(id, number, logged())),

    /**
     * @param begin of the second print: one of the print's pictures, or a time
     * @returns the number of the second print
     * @throws DomainError `invalid-fields` where the print wasn't seen before and after that
     */
    split: (by: Author, id: number, number: number, begin: { picture: number } | { at: Date }) =>
      edit(by, id, number, 'print-split', async ({ print, logged }) => {
        const at =
          'at' in begin ? begin.at : (await requirePicture(id, print, begin.picture)).capturedAt
        return await printEdits.split(id, number, at, logged({ at: at.toISOString() }))
      }),
  }
}

const isHiddenError = ({ number }: Print) =>
  new DomainError(
    'invalid-fields',
    `Print ${number} is hidden. Show it first, then add it to the feeds.`,
  )

/** For the log, which is kept for ever: not what the note says. */
function describeWords({ name, note, cover }: GivenWords): string {
  return [
    name === undefined ? [] : name === null ? 'no name' : `name “${name}”`,
    note === undefined ? [] : note === null ? 'no note' : 'note',
    cover === undefined ? [] : cover === null ? 'the best cover' : `cover ${cover}`,
  ]
    .flat()
    .join(', ')
}
