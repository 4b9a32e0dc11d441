import { join } from 'node:path'
import type { Element, ElementContent, Root } from 'hast'
import type { Picture } from '../pictures/assets.ts'
import { sitePlaceholder } from '../site-placeholder.ts'
import { addClass, element, isBlank, isElement, lineOf, text, textProperty } from './element.ts'
import { findFile, isRelative } from './find-file.ts'
import { polishText } from './parse-markdown.ts'
import { addIssue, type RenderContext } from './render-context.ts'
import { replaceElements } from './replace-elements.ts'

/** A picture of the document as others show it: Open Graph, feeds, `u-photo`. */
export interface DocumentPicture {
  url: string
  width: number | null
  height: number | null
  alt: string
}

/** How wide a picture stands in the text; browsers choose a variant by it. */
export const pictureSizes = '(min-width: 46rem) 44rem, 100vw'

/**
 * A paragraph of nothing but pictures becomes figures, with the alt as caption; where the picture has a title (`![alt](a.jpg
 * "title")`) its writer has told the two apart, and the title is the caption.
 */
export async function makeFigures(tree: Root): Promise<void> {
  await replaceElements(
    tree,
    (node) => node.tagName === 'p' && listLonePictures(node) !== null,
    (paragraph) =>
      (listLonePictures(paragraph) ?? []).map((picture) => {
        const image = [picture, ...picture.children].find((node) => isElement(node, 'img'))
        const caption = isElement(image) ? takeCaption(image) : ''
        const figure = element('figure', {}, [picture])
        if (caption !== '')
          figure.children.push(element('figcaption', {}, [text(polishText(caption))]))
        return figure
      }),
  )
}

function takeCaption(image: Element): string {
  const title = textProperty(image, 'title') ?? ''
  delete image.properties.title
  return title || (textProperty(image, 'alt') ?? '')
}

function isImage(node: ElementContent): boolean {
  return isElement(node, 'img')
}

function listLonePictures(paragraph: Element): Element[] | null {
  const solid = paragraph.children.filter((node) => !isBlank(node) && !isElement(node, 'br'))
  const pictures = solid.filter(
    (node): node is Element =>
      isImage(node) ||
      (isElement(node, 'a') && node.children.length === 1 && node.children.every(isImage)),
  )
  return pictures.length > 0 && pictures.length === solid.length ? pictures : null
}

/**
 * Gives every picture its files, its size and its way to be seen large.
 * Nothing is fetched: a remote picture without a record is left to the reader's browser, in space that is kept for it.
 *
 * @returns the pictures in the order of the text
 */
export async function renderImages(tree: Root, context: RenderContext): Promise<DocumentPicture[]> {
  const pictures: DocumentPicture[] = []
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
      const shown = picture === null ? image : showPicture(image, picture, isFirst)
      const canEnlarge = isElement(parent, 'figure') && url !== '' && !url.startsWith('data:')
      return canEnlarge ? element('a', { className: ['enlarge'], href: url }, [shown]) : shown
    },
  )
  return pictures
}

/** @returns null for a picture that stays where it is */
async function findPicture(image: Element, context: RenderContext): Promise<Picture | null> {
  const src = textProperty(image, 'src') ?? ''
  const recorded = context.remote[src]
  if (!isRelative(src) && recorded === undefined) {
    waitForRemote(image, src, context)
    return null
  }
  const path = recorded ? join(context.contentDir, recorded.file) : await findFile(src, context)
  if (path !== null) {
    context.dependencies.add(path)
    const picture = await context.assets.addPicture(path).catch((error: Error) => error)
    if (!(picture instanceof Error)) return picture
    addIssue(context, lineOf(image), `${src} can't be read as a picture: ${picture.message}`)
    return null
  }
  addIssue(context, lineOf(image), `shows ${src}, which isn't there; put it beside this file`)
  return null
}

function waitForRemote(image: Element, src: string, context: RenderContext): void {
  image.properties.decoding = 'async'
  image.properties.loading = 'lazy'
  const url = /^(https?:)?\/\//i.test(src) ? URL.parse(src, sitePlaceholder) : null
  if (url === null) return
  context.origins.images.add(url.origin)
  // Its size is unknown until it comes, so the style sheet keeps a box of one shape for it: nothing moves.
  if (image.properties.width === undefined) addClass(image, 'remote')
  image.properties.referrerPolicy = 'no-referrer'
}

function showPicture(image: Element, picture: Picture, isFirst: boolean): Element {
  const { width, height, url, sources, placeholder } = picture
  Object.assign(image.properties, {
    src: url,
    width: image.properties.width ?? width,
    height: image.properties.width === undefined ? height : (image.properties.height ?? null),
    decoding: 'async',
    // The first one is likely what a reader waits for; the others wait for the reader.
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
