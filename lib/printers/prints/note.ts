import { maxNoteLength } from '#lib/api/admin-prints.ts'
import { cleanText } from '#lib/api/clean-text.ts'
import type { Print } from './types.ts'

/**
 * What a note has of CommonMark: paragraphs, emphasis, links, lists, quotes, code. HTML is text, headings would be the page's, and
 * pictures would be requests to other sites.
 */
const disabled = ['htmlFlow', 'htmlText', 'headingAtx', 'setextUnderline', 'labelStartImage']

/** A note as it is stored, without characters that change what is around it; `null` where it is empty or too long. */
export function parseNote(text: string): string | null {
  const note = cleanText(text).replace(/\r\n?/g, '\n').trim().normalize('NFC')
  return note !== '' && [...note].length <= maxNoteLength ? note : null
}

/** Renders a note once, when it is saved: no page needs the parser, which is loaded at first use. */
export async function renderNote(markdown: string): Promise<NonNullable<Print['note']>> {
  const { micromark } = await import('micromark')
  return { markdown, html: micromark(markdown, { extensions: [{ disable: { null: disabled } }] }) }
}

/** The note's HTML with absolute links, for readers elsewhere. @param base the print's page */
export function makeLinksAbsolute(html: string, base: string): string {
  // Only attributes: in the text of `renderNote` a quotation mark is an entity.
  return html.replace(/ href="([^"]*)"/g, (_, href: string) => {
    const url = URL.parse(decode(href), base)
    return url === null ? '' : ` href="${url.href.replaceAll('&', '&amp;')}"`
  })
}

const entities = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' } as const

function decode(html: string): string {
  return html.replace(/&(?:lt|gt|quot|amp);/g, (name) => entities[name as keyof typeof entities])
}

/** The note's words in one line, from its HTML. */
export function toPlainText(html: string): string {
  const text = html.replace(/<\/(?:p|li|pre|blockquote)>|<br ?\/?>|<hr ?\/?>/g, ' ')
  return decode(text.replace(/<[^>]*>/g, ''))
    .replace(/\s+/g, ' ')
    .trim()
}
