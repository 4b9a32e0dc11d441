import { z } from 'zod'
import { maxSelectedPictures } from '#lib/api/admin-pictures.ts'
import { parseCamera, requireDay, requireOnce } from '#lib/printers/archive/archive-query.ts'
import type { PicturesQuery } from '#lib/printers/pictures/list-pictures.ts'
import { parseCursor } from '../params.ts'

const ids = z
  .array(z.number().int().positive(), 'Send the numbers of the pictures in "ids".')
  .min(1, 'Select at least one picture.')
  .max(maxSelectedPictures, `Select ${maxSelectedPictures} pictures at most at once.`)

export const hidingInput = z.object({ ids, is_hidden: z.boolean() })
export const deletionInput = z.object({ ids })

/**
 * Which pictures to list: `day`, or `hidden`; of one `camera`, or of all; `before` a cursor of an earlier page.
 * @throws DomainError `malformed-cursor`
 */
export function parsePicturesQuery(query: URLSearchParams, timeZone: string): PicturesQuery {
  requireOnce(query, ['day', 'hidden', 'before', 'camera'])
  const day = query.get('day') || null
  if (day !== null) requireDay(day, timeZone)
  const before = query.get('before')
  const camera = query.get('camera')
  return {
    day,
    isHidden: query.has('hidden'),
    camera: camera === null ? null : parseCamera(camera),
    before: before === null ? null : parseCursor('before', before),
  }
}
