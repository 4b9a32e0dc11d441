import { cleanText } from '#lib/api/clean-text.ts'

/** Code points. */
export const maxNameLength = 80
export const maxTextLength = 500

/** Nothing that hides, moves or colours text: terminal sequences, direction controls, and characters without width. */
const invisible = /(?!\u200c|\u200d|\ufe0f)\p{Default_Ignorable_Code_Point}/gu
const esc = String.fromCharCode(27)
const terminal = new RegExp(`${esc}(?:\\[[0-?]*[ -/]*[@-~]|[@-_])`, 'gu')

/**
 * One line of plain text from a stranger, at most `max` code points long.
 * @returns `null` where nothing visible is left
 */
export function toPlainText(text: string, max: number): string | null {
  // A page has up to 1 MB, and what is cut off needs no cleaning.
  const start = text.slice(0, max * 20)
  const visible = start.replace(terminal, '').replace(invisible, '')
  const line = cleanText(visible).replaceAll(/\s+/g, ' ').trim()
  if (!/[\p{L}\p{N}\p{P}\p{S}]/u.test(line)) return null
  const points = [...line]
  return points.length > max
    ? `${points
        .slice(0, max - 1)
        .join('')
        .trimEnd()}…`
    : line
}

/** An address that a page may link to. */
export function toWebUrl(text: unknown, base?: string): string | null {
  if (typeof text !== 'string' || text.length > 2_000) return null
  const url = URL.parse(text, base)
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' ? url.href : null
}
