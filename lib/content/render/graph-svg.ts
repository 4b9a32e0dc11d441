import type { Element, ElementContent } from 'hast'
import { toString as toText } from 'hast-util-to-string'
import { classesOf, element, isElement, text, walkElements } from './hast.ts'

const fontFamily = 'Helvetica,Arial,sans-serif'
const black = /^(black|#000|#000000)$/i
const grey =
  /^(?:(?:light|dark|dim|slate)?gr[ae]y\d*|gainsboro|silver|whitesmoke|#([0-9a-f]{2})\1\1)$/i

/**
 * Adapts Graphviz's SVG to the page: uses the page's text colour, adds a title and a description for screen readers, makes ids unique
 * to this drawing, and drops what the page doesn't need. The title lists its nodes, because the caption is text next to it.
 */
export function adaptGraphSvg(svg: Element, id: string): void {
  const { labels, edges } = readGraph(svg)
  const title = labels.slice(0, 8).join(', ') || 'Diagram'
  let hasLinks = false
  const smallest = getSmallestText(svg)
  walkElements(svg, (node) => {
    const classes = classesOf(node)
    if (['node', 'edge', 'cluster'].some((name) => classes.includes(name))) recolourGroup(node)
    if (node.tagName === 'g' && !classes.includes('graph')) node.properties = {}
    delete node.properties.className
    if (node.tagName === 'text') simplifyText(node)
    if (node.tagName === 'stop') convertStop(node)
    if (node.tagName === 'a') {
      hasLinks = true
      delete node.properties.xLinkTitle
    }
    node.children = node.children.filter(isNeeded)
  })
  prefixIds(svg, id)
  const viewBox = String(svg.properties.viewBox ?? '')
  const [, , width = '', height = ''] = viewBox.split(/\s+/)
  const enlargement = Math.max(1, minTextSize / smallest)
  svg.properties = {
    viewBox,
    // One unit is one pixel, so that text has the size it was laid out with, unless that is too small to read.
    width: Math.ceil(Number(width) * enlargement),
    height: Math.ceil(Number(height) * enlargement),
    fill: 'currentColor',
    fontFamily,
    fontSize: '14',
    // Screen readers don't enter role=img, so links in it would be unreachable.
    role: hasLinks ? 'group' : 'img',
  }
  const description = edges.length > 0 ? [element('desc', {}, [text(edges.join('; '))])] : []
  svg.children.unshift(element('title', {}, [text(title)]), ...description)
}

const minTextSize = 12

/** In pixels; the graph's `size` scales its letters too. */
function getSmallestText(svg: Element): number {
  let smallest = minTextSize
  let scale = 1
  walkElements(svg, ({ tagName, properties }) => {
    if (tagName === 'g')
      scale *= Number(/^scale\(([\d.]+)/.exec(String(properties.transform))?.[1] ?? 1)
    if (tagName === 'text')
      smallest = Math.min(smallest, Math.max(1, Number(properties.fontSize ?? 14) * scale))
  })
  return smallest
}

/** Labels of nodes and edges in words. Must run before the SVG's title elements are removed. */
function readGraph(svg: Element): { labels: string[]; edges: string[] } {
  const labelOf = new Map<string, string>()
  const edges: [string, string, string][] = []
  walkElements(svg, (node) => {
    const classes = classesOf(node)
    const title = node.children.find((child) => isElement(child, 'title'))
    if (!isElement(title)) return
    const name = toText(title)
    const label = listTexts(node).join(' ')
    if (classes.includes('node')) labelOf.set(name, label || name)
    const ends = /^(.+?)(->|--)(.+)$/s.exec(name)
    if (classes.includes('edge') && ends !== null) edges.push([ends[1] ?? '', ends[3] ?? '', label])
  })
  const findLabel = (end: string) => labelOf.get(end) ?? labelOf.get(end.split(':')[0] ?? '') ?? end
  return {
    labels: [...new Set(labelOf.values())],
    edges: [
      ...new Set(
        edges.map(([from, to, label]) =>
          `${findLabel(from)} to ${findLabel(to)}${label === '' ? '' : ` (${label})`}`.trim(),
        ),
      ),
    ],
  }
}

function listTexts(node: Element): string[] {
  const texts: string[] = []
  walkElements(node, (child) => {
    if (child.tagName === 'text') texts.push(toText(child).trim())
  })
  return texts.filter((one) => one !== '')
}

function simplifyText(node: Element): void {
  delete node.properties.xmlSpace
  if (/^(Helvetica|Times)/.test(String(node.properties.fontFamily)))
    delete node.properties.fontFamily
  if (Number(node.properties.fontSize) === 14) delete node.properties.fontSize
}

/** Moves the colours of a gradient stop from its style, which Graphviz writes, to attributes. */
function convertStop({ properties }: Element): void {
  const style = String(properties.style ?? '')
  delete properties.style
  properties.stopColor = /stop-color:\s*([^;]+)/.exec(style)?.[1]
  properties.stopOpacity = /stop-opacity:\s*([^;]+)/.exec(style)?.[1]
}

function isNeeded(node: ElementContent): boolean {
  if (node.type === 'comment' || isElement(node, 'title')) return false
  return node.type !== 'text' || node.value.trim() !== ''
}

/** Keeps only the ids that gradients are referenced by, and prefixes them. */
export function prefixIds(svg: Element, prefix: string): void {
  const used = new Set<string>()
  walkElements(svg, ({ properties }) => {
    for (const [name, value] of Object.entries(properties)) {
      const target = typeof value === 'string' ? /^url\(#(.+)\)$/.exec(value)?.[1] : undefined
      if (target === undefined) continue
      used.add(target)
      properties[name] = `url(#${prefix}-${target})`
    }
  })
  walkElements(svg, ({ properties }) => {
    if (properties.id === undefined) return
    if (used.has(String(properties.id))) properties.id = `${prefix}-${properties.id}`
    else delete properties.id
  })
}

/**
 * Gives one node, edge or cluster colours that work on light and dark pages. Black becomes the text's colour and grey a shade of it;
 * any other fill becomes a tint that both text colours are legible on. If the author also chose the text's colour, both stay as they
 * are.
 */
function recolourGroup(group: Element): void {
  const children = listShapes(group)
  const hasOwnTextColour = children.some(
    (node) => node.tagName === 'text' && !isDefault(node.properties.fill),
  )
  for (const { tagName, properties } of children) {
    if (properties.stroke !== undefined && black.test(String(properties.stroke)))
      properties.stroke = 'currentColor'
    if (tagName === 'text') {
      if (isDefault(properties.fill)) delete properties.fill
      continue
    }
    const fill = String(properties.fill ?? 'none')
    if (fill === 'none' || fill === 'transparent') properties.fill = 'none'
    else if (hasOwnTextColour) continue
    else if (fill === String(properties.stroke))
      continue // an arrowhead in its edge's colour
    else if (black.test(fill)) properties.fill = 'currentColor'
    else if (grey.test(fill)) Object.assign(properties, { fill: 'currentColor', fillOpacity: 0.1 })
    else if (/^(white|#fff|#ffffff)$/i.test(fill)) properties.fill = 'none'
    else properties.fillOpacity = 0.25
  }
}

function isDefault(fill: unknown): boolean {
  return fill === undefined || black.test(String(fill))
}

/** Shapes and texts of a group. Links and tooltips wrap them in further groups. */
function listShapes(group: Element): Element[] {
  return group.children.flatMap((node) => {
    if (!isElement(node) || node.tagName === 'defs') return []
    return ['g', 'a'].includes(node.tagName) ? listShapes(node) : [node]
  })
}
