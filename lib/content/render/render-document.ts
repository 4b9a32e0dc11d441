import type { Root } from 'hast'
import { toHtml } from 'hast-util-to-html'
import type { PhotoSource } from '../read/fields.ts'
import type { PostResponse } from '../read/responses.ts'
import { renderCodeBlocks } from './code-blocks.ts'
import { isolateDirections } from './directions.ts'
import { createFeedTree } from './feed-tree.ts'
import { prepareFootnotes } from './footnotes.ts'
import { anchorHeadings, type Heading } from './headings.ts'
import {
  addPhotos,
  createFigures,
  type DocumentPicture,
  nameFigures,
  renderImages,
} from './images.ts'
import { resolveLinks } from './links.ts'
import { renderMath } from './math.ts'
import { parseMarkdown } from './parse-markdown.ts'
import { markPrints } from './print-links.ts'
import {
  dropActiveHtml,
  prepareFrames,
  removeComments,
  warnAboutUnknownElements,
} from './raw-html.ts'
import type { RenderContext } from './render-context.ts'
import { hangQuotes, moveInlineStyles, prepareTables } from './styling.ts'
import { estimateReadingTime, extractExcerpt, shorten, toPlainText } from './text.ts'
import { linkThirdParties } from './third-parties.ts'

export interface RenderedDocument {
  /** For the page; without inline styles and scripts. */
  html: string
  /** Footnotes that open in place; for the end of the page, outside `e-content`. */
  popoversHtml: string
  /** For feeds; with absolute URLs. */
  feedHtml: string
  /** Without markup, for the search. */
  text: string
  excerptHtml: string
  excerptText: string
  /** The first words, as a label for a post without a title. */
  opening: string
  headings: Heading[]
  words: number
  /** At least 1. */
  minutes: number
  pictures: DocumentPicture[]
  /** Rules for this document alone; empty for nearly every one. */
  css: string
}

interface Source {
  markdown: string
  photos?: readonly PhotoSource[]
  responses?: readonly PostResponse[]
}

/**
 * Renders Markdown to all forms that the site shows.
 *
 * The order matters: code before any step that would search in it, pictures before links (which would publish the pictures' files
 * unscaled), the excerpt before comments are removed, headings before footnotes add theirs, styles last.
 */
export async function renderDocument(
  { markdown, photos = [], responses = [] }: Source,
  context: RenderContext,
): Promise<RenderedDocument> {
  const tree = parseMarkdown(markdown, context)
  addPhotos(tree, photos)
  dropActiveHtml(tree, context)
  warnAboutUnknownElements(tree, context)
  await linkThirdParties(tree, context)
  await renderCodeBlocks(tree, context)
  await renderMath(tree, context)
  await markPrints(tree)
  await createFigures(tree)
  const pictures = await renderImages(tree, context)
  await resolveLinks(tree, context)
  await prepareFrames(tree, context)
  await prepareTables(tree)
  isolateDirections(tree, markdown)
  const headings = anchorHeadings(tree)
  const popovers: Root = { type: 'root', children: await prepareFootnotes(tree) }
  const excerpt = extractExcerpt(tree)
  hangQuotes(tree)
  removeComments(tree)
  nameFigures(tree)
  const rules = moveInlineStyles(tree, popovers, excerpt.tree)
  const { words, minutes } = estimateReadingTime(tree)
  return {
    html: printHtml(tree),
    popoversHtml: printHtml(popovers),
    feedHtml: toHtml(await createFeedTree(tree, responses, context)),
    text: toPlainText(tree),
    excerptHtml: printHtml(excerpt.tree),
    excerptText: excerpt.text,
    opening: shorten(excerpt.text, 60),
    headings,
    words,
    minutes,
    pictures,
    css: [...new Set(context.css), ...rules].join('\n'),
  }
}

/** Self-closes empty SVG shapes. Not in feeds: some readers drop the slash and nest every shape in the one before it. */
function printHtml(tree: Root): string {
  return toHtml(tree, { closeEmptyElements: true })
}
