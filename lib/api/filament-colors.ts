/** Stripes of more are too narrow to see. */
const maxColors = 4

/**
 * The colours in a text of a slicer or a spool manager, such as "FF0000FF" or "#F00;#00ff00", as "#rrggbb" separated by commas: the
 * first four different ones, without their opacity. `null`: there is none.
 */
export function parseFilamentColors(text: string): string | null {
  const colors = text
    .toLowerCase()
    .split(/[^#\w]+/)
    .map(toHex)
    .filter((color) => color !== null)
  return [...new Set(colors)].slice(0, maxColors).join(',') || null
}

/** Without `#`, three letters are rather a word. */
function toHex(text: string): string | null {
  const [, long, short] =
    /^(?:#?([\da-f]{6})(?:[\da-f]{2})?|#([\da-f]{3})[\da-f]?)$/.exec(text) ?? []
  if (long !== undefined) return `#${long}`
  return short === undefined ? null : `#${short.replace(/./g, '$&$&')}`
}
