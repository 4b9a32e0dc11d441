import { readFile } from 'node:fs/promises'
import type { Element } from 'hast'
import { fromHtml } from 'hast-util-from-html'
import { toString as toText } from 'hast-util-to-string'
import { prefixIds } from './graph-svg.ts'
import { classesOf, element, isElement, removeElements, walkElements } from './hast.ts'
import type { RenderContext } from './render-context.ts'

/** Larger drawings stay files. */
const maxBytes = 40_000
const minTextSize = 12
const forbidden = [
  'script',
  'foreignobject',
  'image',
  'use',
  'iframe',
  'audio',
  'video',
  'animate',
  'set',
]
const dark =
  /@media\s*\(\s*prefers-color-scheme\s*:\s*dark\s*\)\s*\{((?:[^{}]*\{[^{}]*\})*[^{}]*)\}/g

/**
 * Makes an SVG file part of the page, so that its letters are in the page's type: a file can't use the page's fonts. On a narrow screen
 * it scrolls rather than have letters below 12 pixels.
 *
 * @returns null for a drawing without letters or with parts that can't be in a page, which stays a file
 */
export async function inlineDrawing(
  path: string,
  { url, alt, number }: { url: string; alt: string; number: number },
  context: RenderContext,
): Promise<Element | null> {
  const bytes = await readFile(path)
  if (bytes.length > maxBytes) return null
  const tree = fromHtml(bytes.toString('utf8'), { fragment: true })
  const svg = tree.children.find((node) => isElement(node, 'svg'))
  if (!isElement(svg) || !isSafe(svg)) return null
  const [, , width = 0] = String(svg.properties.viewBox ?? '')
    .split(/[\s,]+/)
    .map(Number)
  const smallest = getSmallestText(svg)
  if (smallest === null || !(width > 0)) return null
  const id = `drawing-${context.idPrefix}${number}`
  const rules = moveStyles(svg, id)
  if (rules === null) return null
  context.css.push(...rules)
  prefixIds(svg, id)
  const minWidth = Math.ceil((width * minTextSize) / smallest)
  Object.assign(svg.properties, { role: 'img', style: `min-width:${minWidth}px` })
  if (!svg.children.some((node) => isElement(node, 'title'))) svg.properties.ariaLabel = alt
  for (const name of ['width', 'height', 'fontFamily', 'xmlns', 'className'])
    delete svg.properties[name]
  const properties = {
    className: ['scroll', 'drawing', id],
    tabIndex: 0,
    role: 'group',
    ariaLabel: 'Drawing',
    dataSrc: url,
  }
  return element('div', properties, [svg])
}

function isSafe(svg: Element): boolean {
  let isSafe = true
  walkElements(svg, ({ tagName, properties }) => {
    if (forbidden.includes(tagName.toLowerCase())) isSafe = false
    for (const [name, value] of Object.entries(properties))
      if (
        /^on|^href$|^xLinkHref$|^aria(?:LabelledBy|DescribedBy)$/i.test(name) ||
        /url\((?!#)/i.test(String(value))
      )
        isSafe = false
  })
  return isSafe
}

/** In units of the drawing; null if it has no letters. */
function getSmallestText(svg: Element): number | null {
  const sizes: number[] = []
  const collect = (node: Element, inherited: number) => {
    const size = Number.parseFloat(String(node.properties.fontSize ?? '')) || inherited
    if (node.tagName === 'text') sizes.push(size)
    for (const child of node.children) if (isElement(child)) collect(child, size)
  }
  collect(svg, 16)
  return sizes.length === 0 ? null : Math.min(...sizes)
}

/**
 * Takes the drawing's style elements out and returns their rules, for this drawing alone and for the theme that the visitor chose.
 * Fonts are the page's. Null if the rules use more than a page's style sheet may.
 */
function moveStyles(svg: Element, name: string): string[] | null {
  let css = ''
  walkElements(svg, (node) => {
    if (node.tagName === 'style') css += toText(node)
    const classes = classesOf(node).map((one) => `d-${one}`)
    if (classes.length > 0) node.properties.className = classes
    if (!/mono|courier/i.test(String(node.properties.fontFamily))) delete node.properties.fontFamily
  })
  removeElements({ type: 'root', children: [svg] }, (node) => node.tagName === 'style')
  const plain = css
    .replace(/\/\*[\s\S]*?(?:\*\/|$)/g, '')
    .replace(/font-family\s*:[^;}]+;?/g, '')
    .replace(/\.(?=[a-z_])/gi, '.d-')
  const nights = [...plain.matchAll(dark)].map(([, rules = '']) => rules)
  const rest = plain.replace(dark, '').trim()
  const isBalanced = rest.split('{').length === rest.split('}').length
  if (
    !isBalanced ||
    /prefers-color-scheme|@import|@font-face|font\s*:|url\(|[<\\]/.test(rest + nights)
  )
    return null
  return [
    ...(rest === '' ? [] : [`.${name}{${rest}}`]),
    ...nights.flatMap((rules) => [
      `@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]) .${name}{${rules}}}`,
      `@media screen{:root[data-theme=dark] .${name}{${rules}}}`,
    ]),
  ]
}
