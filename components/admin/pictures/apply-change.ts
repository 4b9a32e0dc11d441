import type { ApiOwnersPictures } from '#lib/api/admin-pictures.ts'
import type { Change } from './delayed-changes.ts'

/**
 * The page's data after a change, as the site will send them.
 * @param isHiddenOnly of the list of hidden pictures
 */
export function applyChange(
  data: ApiOwnersPictures,
  { change, ids }: { change: Change; ids: readonly number[] },
  isHiddenOnly: boolean,
): ApiOwnersPictures {
  const affected = new Set(ids)
  const isHidden = change === 'hide'
  const pictures = data.pictures.flatMap((picture) => {
    if (!affected.has(picture.id)) return [picture]
    const isGone = change === 'delete' || (isHiddenOnly && !isHidden)
    return isGone ? [] : [{ ...picture, is_hidden: isHidden }]
  })
  const count = (list: ApiOwnersPictures['pictures']) =>
    list.filter((each) => each.is_hidden).length
  return { ...data, pictures, hidden: data.hidden + count(pictures) - count(data.pictures) }
}
