import type { Element, ElementContent, Root } from 'hast'
import { toHtml } from 'hast-util-to-html'
import {
  addClass,
  element,
  isElement,
  lineOf,
  removeElements,
  replaceElements,
  text,
  textProperty,
  walkElements,
} from './hast.ts'
import { addWarning, type RenderContext } from './render-context.ts'

/** The host of a URL of another site; null for the site's own files and for data. */
export function getForeignHost(url: string): string | null {
  const trimmed = url.trim().replaceAll('\\', '/')
  if (!/^(?:[a-z][a-z0-9+.-]*:)?\/\//i.test(trimmed)) return null
  return URL.parse(trimmed, 'https://this-site.invalid')?.host || 'another site'
}

/** For the place of a picture that isn't loaded: one transparent pixel. */
const emptyPicture = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=='

/**
 * Puts a link with the name of the host in the place of everything that a browser would load from another site without being asked.
 * Pictures in Markdown and frames are left to the steps that know their form; what has no form to show is left out with a warning.
 */
export async function linkThirdParties(tree: Root, context: RenderContext): Promise<void> {
  await replaceElements(
    tree,
    (node) => isElement(node, 'video', 'audio', 'object', 'embed') && findSource(node) !== null,
    (node) => {
      const url = findSource(node) ?? ''
      const kind = { video: 'Video', audio: 'Recording' }[node.tagName] ?? 'Embedded file'
      warn(context, node, `${kind.toLowerCase()} from ${getForeignHost(url) ?? 'this site'}`)
      return element('a', { className: ['third-party'], href: url }, [
        text(nameSource(kind, getForeignHost(url))),
      ])
    },
  )
  const isLoading = (node: Element) =>
    isElement(node, 'link', 'meta', 'base') ||
    (isElement(node, 'track', 'source', 'image', 'use', 'feImage', 'feimage', 'input') &&
      listUrls(node).some((url) => getForeignHost(url) !== null))
  walkElements(tree, (node) => {
    if (isLoading(node)) warnLeftOut(context, node, `<${node.tagName}>`)
    else removeForeignAttributes(node, context)
  })
  removeElements(tree, isLoading)
}

function findSource(node: Element): string | null {
  // The page's policy loads no plug-ins, the site's own neither.
  if (node.tagName === 'object') return textProperty(node, 'data')
  if (node.tagName === 'embed') return textProperty(node, 'src')
  const sources = [node, ...node.children].flatMap((one) =>
    isElement(one, 'video', 'audio', 'source') ? [textProperty(one, 'src') ?? ''] : [],
  )
  const foreign = sources.find((url) => getForeignHost(url) !== null)
  return foreign === undefined || sources.some((url) => url !== '' && !getForeignHost(url))
    ? null
    : foreign
}

function listUrls({ properties }: Element): string[] {
  const { src, href, xLinkHref, srcSet } = properties
  const sets = String(srcSet ?? '').split(/,\s+/)
  return [src, href, xLinkHref, ...sets].filter((url) => typeof url === 'string')
}

/** The build makes the sizes of pictures itself, so a `srcset` is left out in any case. */
function removeForeignAttributes(node: Element, context: RenderContext): void {
  for (const [name, value] of Object.entries(node.properties)) {
    const written = Array.isArray(value) ? value.join(' ') : String(value)
    const urls = [...written.matchAll(/url\(\s*['"]?([^'")]+)|image-set\(\s*['"]([^'"]+)/gi)]
    const isForeign =
      /^(?:srcSet|imageSrcSet|ping)$/.test(name) ||
      (/^(?:poster|background)$/.test(name) && getForeignHost(written) !== null) ||
      urls.some(([, one, other]) => getForeignHost(one ?? other ?? '') !== null)
    if (!isForeign) continue
    warnLeftOut(context, node, name)
    const kept =
      name === 'style'
        ? written.split(/;(?![^(]*\))/).filter((rule) => !/url\(|image-set\(/i.test(rule))
        : []
    if (kept.length > 0) node.properties[name] = kept.join(';')
    else delete node.properties[name]
  }
}

/** The place of a picture from another site: a link that opens it, unless it is in a link of the author's. */
export function createPictureLink(
  image: Element,
  { host, hasLink, isFigure }: { host: string; hasLink: boolean; isFigure: boolean },
  context: RenderContext,
): Element {
  const { src, alt } = image.properties
  warn(context, image, `picture from ${host}, which npm run images:fetch can download`)
  const shown = element('img', { ...image.properties, src: emptyPicture })
  addClass(shown, 'remote')
  const words =
    isFigure || !alt ? nameSource('Picture', host) : `${alt} (${nameSource('Picture', host)})`
  const children: ElementContent[] = [shown, element('span', {}, [text(words)])]
  const properties = { className: ['third-party'], referrerPolicy: 'no-referrer' }
  if (hasLink) return element('span', { className: ['third-party'], dataSrc: src }, children)
  return element('a', { ...properties, href: src }, children)
}

/** Makes a frame of another site contain a link at first, which loads the page in its place; without a script. */
export async function deferFrame(
  frame: Element,
  host: string,
  context: RenderContext,
): Promise<void> {
  const src = textProperty(frame, 'src') ?? ''
  warn(context, frame, `frame from ${host}`)
  const stylesheet = await context.assets.addText('frame.css', frameStyle)
  const link = element('a', { href: src }, [text(`Load the page from ${host}`)])
  const children = [element('link', { rel: ['stylesheet'], href: stylesheet }), link]
  frame.properties.srcDoc = `<!doctype html>${toHtml({ type: 'root', children })}`
  frame.properties.dataSrc = src
  delete frame.properties.src
  delete frame.properties.loading
}

const frameStyle =
  ':root{color-scheme:light dark}body{display:grid;min-height:100vh;margin:0;place-items:center;background:Canvas}a{padding:1em;color:CanvasText;font:1rem/1.4 system-ui,sans-serif;text-align:center}'

function nameSource(kind: string, host: string | null): string {
  return `${kind}${host === null ? '' : ` from ${host}`}`
}

function warn(context: RenderContext, node: Element, what: string): void {
  const message = `shows a ${what}; visitors load it by a click, because this site loads nothing from others`
  if (context.warnings.every((one) => one.message !== message))
    addWarning(context, lineOf(node), message)
}

function warnLeftOut(context: RenderContext, node: Element, what: string): void {
  addWarning(context, lineOf(node), `${what} was left out; pages load nothing from other sites`)
}
