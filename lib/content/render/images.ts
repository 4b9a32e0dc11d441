import { join } from 'node:path'
import type { Element, ElementContent, Parents, Root } from 'hast'
import { toString as toText } from 'hast-util-to-string'
import type { Picture } from '../pictures/assets.ts'
import type { PhotoSource } from '../read/fields.ts'
import {
  element,
  isBlank,
  isElement,
  lineOf,
  replaceElements,
  text,
  textProperty,
  walkElements,
} from './hast.ts'
import { inlineDrawing } from './inline-drawing.ts'
import { findFile, isRelative } from './links.ts'
import { polishText } from './parse-markdown.ts'
import { addError, addWarning, type RenderContext } from './render-context.ts'
import { createPictureLink, getForeignHost } from './third-parties.ts'

/** A picture of the document as Open Graph, feeds and `u-photo` use it. */
export interface DocumentPicture {
  url: string
  width: number | null
  height: number | null
  alt: string
}

/** Displayed width of a picture, from which browsers choose a variant. */
const pictureSizes = '(min-width: 46rem) 44rem, 100vw'

/** Puts the front matter's photos above the text: figures like any other, marked as `u-photo` for microformats. */
export function addPhotos(tree: Root, photos: readonly PhotoSource[]): void {
  const paragraphs = photos.map(({ src, alt, line }) => {
    const image = element('img', { src, alt, className: ['u-photo'] })
    const point = { line, column: 1 }
    image.position = { start: point, end: point } // for error messages
    return element('p', {}, [image])
  })
  tree.children.unshift(...paragraphs)
}

/**
 * Turns a paragraph of pictures alone into figures. The caption is the picture's title (`![alt](a.jpg "title")`) if it has one, else
 * its alt.
 */
export async function createFigures(tree: Root): Promise<void> {
  await replaceElements(
    tree,
    (node) => node.tagName === 'p' && listPicturesOnly(node) !== null,
    (paragraph) =>
      (listPicturesOnly(paragraph) ?? []).map((picture) => {
        const image = [picture, ...picture.children].find((node) => isElement(node, 'img'))
        const caption = isElement(image) ? extractCaption(image) : ''
        const figure = element('figure', {}, [picture])
        if (caption !== '')
          figure.children.push(element('figcaption', {}, [text(polishText(caption))]))
        return figure
      }),
  )
}

function extractCaption(image: Element): string {
  const title = textProperty(image, 'title') ?? ''
  delete image.properties.title
  return title || (textProperty(image, 'alt') ?? '')
}

/**
 * Numbers the figures for screen readers. Without a name of its own a figure has its caption's, which is read once more below it.
 */
export function nameFigures(tree: Root): void {
  let number = 0
  walkElements(tree, ({ tagName, properties, children }) => {
    if (tagName !== 'figure') return
    number += 1
    const isNamed = properties.ariaLabel !== undefined || properties.ariaLabelledBy !== undefined
    const hasCaption = children.some((child) => isElement(child, 'figcaption'))
    if (hasCaption && !isNamed) properties.ariaLabel = `Figure ${number}`
  })
}

/** A caption that repeats the alt of the picture above it is only for the eyes. */
function hideRepeatedCaption(figure: Parents, alt: string): void {
  for (const node of figure.children)
    if (isElement(node, 'figcaption') && toText(node) === alt) node.properties.ariaHidden = 'true'
}

/** The title of the SVG in a drawing. */
function getTitle({ children: [svg] }: Element): string | null {
  const title = isElement(svg) ? svg.children.find((node) => isElement(node, 'title')) : undefined
  return isElement(title) ? toText(title) : null
}

function isImage(node: ElementContent): boolean {
  return isElement(node, 'img')
}

/** The pictures of a paragraph, with their links; null if it contains anything else. */
function listPicturesOnly(paragraph: Element): Element[] | null {
  const content = paragraph.children.filter((node) => !isBlank(node) && !isElement(node, 'br'))
  const pictures = content.filter(
    (node): node is Element =>
      isImage(node) ||
      (isElement(node, 'a') && node.children.length === 1 && node.children.every(isImage)),
  )
  return pictures.length > 0 && pictures.length === content.length ? pictures : null
}

/**
 * Gives every picture its files, its size and a link that enlarges it.
 * Nothing is fetched: in the place of a remote picture without a record is a link to it.
 *
 * @returns the pictures in the order of the text
 */
export async function renderImages(tree: Root, context: RenderContext): Promise<DocumentPicture[]> {
  const pictures: DocumentPicture[] = []
  const linked = new Set<Element>()
  walkElements(tree, (link) => {
    if (isElement(link, 'a', 'button')) walkElements(link, (node) => linked.add(node))
  })
  await replaceElements(
    tree,
    (node) => node.tagName === 'img',
    async (image, parent) => {
      const alt = polishText(textProperty(image, 'alt') ?? '')
      image.properties.alt = alt
      const picture = await findPicture(image, context)
      const isFirst = pictures.length === 0
      const url = picture?.url ?? textProperty(image, 'src') ?? ''
      const { width = null, height = null } = picture ?? {}
      if (!url.startsWith('data:')) pictures.push({ url, width, height, alt })
      const isFigure = isElement(parent, 'figure')
      const host = picture === null ? getForeignHost(url) : null
      if (host !== null && isFigure) hideRepeatedCaption(parent, alt)
      if (host !== null)
        return createPictureLink(image, { host, isFigure, hasLink: linked.has(image) }, context)
      if (picture !== null && isFigure && /\.svg$/i.test(picture.path)) {
        const drawing = await inlineDrawing(
          picture.path,
          { url, alt, number: pictures.length },
          context,
        )
        if (drawing !== null) {
          hideRepeatedCaption(parent, getTitle(drawing) ?? alt)
          return drawing
        }
      }
      if (isFigure) hideRepeatedCaption(parent, alt)
      const shown = picture === null ? image : createPicture(image, picture, isFirst)
      const canEnlarge = isFigure && url !== '' && !url.startsWith('data:')
      if (!canEnlarge) return shown
      const ariaLabel = `Enlarge picture ${pictures.length}`
      return element('a', { className: ['enlarge'], href: url, ariaLabel }, [shown])
    },
  )
  return pictures
}

/** @returns null for a picture that stays remote, and after an error */
async function findPicture(
  image: Element,
  context: RenderContext,
): Promise<(Picture & { path: string }) | null> {
  const src = textProperty(image, 'src') ?? ''
  const recorded = context.remote[src]
  if (!isRelative(src) && recorded === undefined) {
    if (/^\/(?!\/)/.test(src) && context.findPath(src) === null)
      addWarning(
        context,
        lineOf(image),
        `shows ${src}, which this site doesn't have; put the picture next to this file`,
      )
    return null
  }
  const path = recorded ? join(context.contentDir, recorded.file) : await findFile(src, context)
  // A template's variable, of which there is a warning already.
  if (path === null && /\{\{|%7B%7B/i.test(src)) return null
  if (path === null) {
    addError(context, lineOf(image), `shows ${src}, which doesn't exist; put it next to this file`)
    return null
  }
  context.dependencies.add(path)
  const picture = await context.assets.addPicture(path).catch((error: Error) => error)
  if (!(picture instanceof Error)) return { ...picture, path }
  addError(context, lineOf(image), `${src} can't be read as a picture: ${picture.message}`)
  return null
}

function createPicture(image: Element, picture: Picture, isFirst: boolean): Element {
  const { width, height, url, sources, placeholder } = picture
  Object.assign(image.properties, {
    src: url,
    width: image.properties.width ?? width,
    height: image.properties.width === undefined ? height : (image.properties.height ?? null),
    decoding: 'async',
    // The first picture is probably on screen at once; the others load when they are scrolled to.
    ...(isFirst ? { fetchPriority: 'high' } : { loading: 'lazy' }),
  })
  if (placeholder !== null)
    image.properties.style = `background:url(${placeholder}) center/cover no-repeat`
  const sourceSets = sources.map(({ type, variants }) => ({
    type,
    srcSet: variants.map((variant) => `${variant.url} ${variant.width}w`).join(', '),
    sizes: pictureSizes,
  }))
  const last = sourceSets.pop()
  if (last === undefined) return image
  Object.assign(image.properties, { srcSet: last.srcSet, sizes: last.sizes })
  return element('picture', {}, [
    ...sourceSets.map((properties) => element('source', properties)),
    image,
  ])
}
