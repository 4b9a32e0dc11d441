/** Everything that shows a list of printers or what one of them does now. */
export const allPrintersTag = 'printers'

/** Every picture, whichever printer's: a deleted one must not live on in memory. */
export const mediaTag = 'media'

export function printerTag(id: number | string): string {
  return `printer:${id}`
}

/**
 * What empties an answer: what its route says in `Cache-Tag`, and what its address says. Pages can't set a header, and a route
 * that forgets one must not show yesterday's print.
 */
export function getCacheTags(path: string, header: string | undefined): string[] {
  const tags = new Set((header ?? '').split(/[\s,]+/).filter((tag) => tag !== ''))
  const [, id] = /^\/(?:printers|api\/3dprinter)\/(\d{1,9})(?:\/|$)/.exec(path) ?? []
  if (id !== undefined) tags.add(printerTag(id))
  else if (path.startsWith('/media/')) tags.add(mediaTag)
  else if (/^\/(?:$|printers?\/?$|api\/3dprinter\/?$)/.test(path)) tags.add(allPrintersTag)
  return [...tags]
}
