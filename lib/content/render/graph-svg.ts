import type { Element, ElementContent } from 'hast'
import { toString as toText } from 'hast-util-to-string'
import { classesOf, element, isElement, text } from './element.ts'
import { recolourGroup } from './graph-colours.ts'
import { walkElements } from './walk-elements.ts'

const fontFamily = 'Helvetica,Arial,sans-serif'

/**
 * Makes Graphviz's drawing one of the page: the page's text colour, a title and a description for those who can't see
 * it, no ids that two drawings could share, and nothing that nobody needs.
 *
 * @returns its title
 */
export function adaptGraphSvg(
  svg: Element,
  { caption, id }: { caption: string; id: string },
): string {
  const { labels, edges } = readGraph(svg)
  const title = caption || `Diagram: ${labels.slice(0, 8).join(', ')}`
  let hasLinks = false
  walkElements(svg, (node) => {
    const classes = classesOf(node)
    if (['node', 'edge', 'cluster'].some((name) => classes.includes(name))) recolourGroup(node)
    if (node.tagName === 'g' && !classes.includes('graph')) node.properties = {}
    delete node.properties.className
    if (node.tagName === 'text') simplifyText(node)
    if (node.tagName === 'stop') spellOutStop(node)
    if (node.tagName === 'a') {
      hasLinks = true
      delete node.properties.xLinkTitle
    }
    node.children = node.children.filter(isNeeded)
  })
  separateIds(svg, id)
  const viewBox = String(svg.properties.viewBox ?? '')
  const [, , width = '', height = ''] = viewBox.split(/\s+/)
  svg.properties = {
    viewBox,
    // One unit is one pixel, so text has the size that it was laid out with; see fontSize.
    width: Math.ceil(Number(width)),
    height: Math.ceil(Number(height)),
    fill: 'currentColor',
    fontFamily,
    fontSize: '14',
    // A picture is one thing to a screen reader; links within it would be out of reach.
    role: hasLinks ? 'group' : 'img',
  }
  const description = edges.length > 0 ? [element('desc', {}, [text(edges.join('; '))])] : []
  svg.children.unshift(element('title', {}, [text(title)]), ...description)
  return title
}

/** Names of nodes, and edges in words, before the titles that hold them go. */
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
    const ends = /^(.+?)(->|--)(.+)$/.exec(name)
    if (classes.includes('edge') && ends !== null) edges.push([ends[1] ?? '', ends[3] ?? '', label])
  })
  const labelled = (end: string) => labelOf.get(end) ?? labelOf.get(end.split(':')[0] ?? '') ?? end
  return {
    labels: [...new Set(labelOf.values())],
    edges: [
      ...new Set(
        edges.map(([from, to, label]) =>
          `${labelled(from)} to ${labelled(to)}${label === '' ? '' : ` (${label})`}`.trim(),
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

/** Colours of a gradient, which Graphviz writes as a style, as attributes. */
function spellOutStop({ properties }: Element): void {
  const style = String(properties.style ?? '')
  delete properties.style
  properties.stopColor = /stop-color:\s*([^;]+)/.exec(style)?.[1]
  properties.stopOpacity = /stop-opacity:\s*([^;]+)/.exec(style)?.[1]
}

function isNeeded(node: ElementContent): boolean {
  if (node.type === 'comment' || isElement(node, 'title')) return false
  return node.type !== 'text' || node.value.trim() !== ''
}

/** Only what a gradient is found by keeps an id, and that one is this drawing's own. */
function separateIds(svg: Element, prefix: string): void {
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
