import { z } from 'zod'
import { maxNoteLength } from '#lib/api/admin-prints.ts'
import { parseName } from '#lib/printers/manage/printer-name.ts'
import type { GivenWords } from '#lib/printers/prints/edit-prints.ts'
import { parseNote } from '#lib/printers/prints/note.ts'
import { formerValues } from './inputs.ts'

/** Text that may be empty, which deletes it. */
const text = (parse: (given: string) => string | null, problem: string) =>
  z.string().transform((given, { addIssue }) => {
    const parsed = given.trim() === '' ? null : parse(given)
    if (parsed === null && given.trim() !== '') addIssue(problem)
    return parsed
  })

/** The number of a picture. */
const picture = z.int('Choose one of the pictures.').min(1)

export const printChangesInput = z
  .object({
    name: text(parseName, 'Give a name of at most 100 characters.').optional(),
    note: text(
      parseNote,
      `A note has at most ${maxNoteLength} characters. Write the rest in a post.`,
    ).optional(),
    cover: picture.nullish(),
    is_hidden: z.boolean().optional(),
    is_published: z.boolean().optional(),
    was: formerValues,
  })
  .refine((given) => Object.keys(given).length > 0, 'Nothing to change was sent.')
  .transform(({ is_hidden, is_published, name, note, cover, was = {} }) => {
    const words: GivenWords = {
      ...(name !== undefined && { name }),
      ...(note !== undefined && { note }),
      ...(cover !== undefined && { cover }),
    }
    return { words, was, isHidden: is_hidden, isPublished: is_published }
  })

/** The picture with which the second print begins, or the time. */
export const splitInput = z.union(
  [
    z.object({ picture }),
    z.object({ at: z.iso.datetime({ offset: true }).transform((time) => new Date(time)) }),
  ],
  'Choose the picture with which the second print begins.',
)

const partQuery = z
  .object({ from: z.iso.datetime({ offset: true }), to: z.iso.datetime({ offset: true }) })
  .transform(({ from, to }) => ({ from: new Date(from), to: new Date(to) }))

/** A part of a print, of a query; `null` for the whole print, and for what is no span. */
export function parsePart(query: URLSearchParams): { from: Date; to: Date } | null {
  return partQuery.safeParse(Object.fromEntries(query)).data ?? null
}
