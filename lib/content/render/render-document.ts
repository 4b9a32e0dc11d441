import type { Root } from 'hast'
import { toHtml } from 'hast-util-to-html'
import type { PhotoSource } from '../read/photos.ts'
import type { PostResponse } from '../read/responses.ts'
import { renderCodeBlocks } from './code-blocks.ts'
import { extractExcerpt, shorten } from './excerpt.ts'
import { makeFeedTree } from './feed-tree.ts'
import { prepareFootnotes } from './footnotes.ts'
import { hangQuotes } from './hanging-quotes.ts'
import { anchorHeadings, type Heading } from './headings.ts'
import { type DocumentPicture, makeFigures, renderImages } from './images.ts'
import { moveInlineStyles } from './inline-styles.ts'
import { resolveLinks } from './links.ts'
import { renderMath } from './math.ts'
import { parseMarkdown } from './parse-markdown.ts'
import { addPhotos } from './photos.ts'
import { toPlainText } from './plain-text.ts'
import { dropActiveHtml, prepareFrames } from './raw-html.ts'
import { estimateReadingTime } from './reading-time.ts'
import { removeComments } from './remove-comments.ts'
import type { RenderContext } from './render-context.ts'
import { addResponseHeading } from './response-heading.ts'
import { prepareTables } from './tables.ts'

export interface RenderedDocument {
  /** For the page; no inline style, no inline script. */
  html: string
  /** Footnotes that open in place; for the end of the page, outside what microformats call content. */
  popoversHtml: string
  /** For feeds; absolute addresses. */
  feedHtml: string
  /** The words alone, for searching. */
  text: string
  excerptHtml: string
  excerptText: string
  /** The first words, for what has no title. */
  opening: string
  headings: Heading[]
  words: number
  /** At least 1. */
  minutes: number
  pictures: DocumentPicture[]
  /** Rules of this document alone; empty for nearly every one. */
  css: string
}

interface Source {
  markdown: string
  photos?: readonly PhotoSource[]
  responses?: readonly PostResponse[]
}

/**
 * Markdown to everything that is shown of it.
 *
 * The order matters: code before anything that would search in it, pictures before links (which would publish their
 * files unscaled), the excerpt before comments go, headings before footnotes bring theirs to the page, styles last.
 */
export async function renderDocument(
  { markdown, photos = [], responses = [] }: Source,
  context: RenderContext,
): Promise<RenderedDocument> {
  const tree = parseMarkdown(markdown, context)
  addPhotos(tree, photos)
  dropActiveHtml(tree, context)
  await renderCodeBlocks(tree, context)
  await renderMath(tree, context)
  await makeFigures(tree)
  const pictures = await renderImages(tree, context)
  await resolveLinks(tree, context)
  await prepareFrames(tree, context)
  await prepareTables(tree)
  const headings = anchorHeadings(tree)
  const popovers: Root = { type: 'root', children: await prepareFootnotes(tree) }
  const excerpt = extractExcerpt(tree)
  hangQuotes(tree)
  removeComments(tree)
  const rules = moveInlineStyles(tree, popovers, excerpt.tree)
  const { words, minutes } = estimateReadingTime(tree)
  return {
    html: print(tree),
    popoversHtml: print(popovers),
    feedHtml: toHtml(addResponseHeading(await makeFeedTree(tree, context), responses)),
    text: toPlainText(tree),
    excerptHtml: print(excerpt.tree),
    excerptText: excerpt.text,
    opening: shorten(excerpt.text, 60),
    headings,
    words,
    minutes,
    pictures,
    css: rules.join('\n'),
  }
}

/** Empty shapes close themselves; not in feeds, where some readers drop the slash and nest every shape in the one before. */
function print(tree: Root): string {
  return toHtml(tree, { closeEmptyElements: true })
}
