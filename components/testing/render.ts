import type { Element, Nodes } from 'hast'
import { fromHtml } from 'hast-util-from-html'
import type { ReactElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { testSite } from '#lib/site/site.fixture.ts'
import { setSite } from '#lib/site/site.ts'

setSite(testSite)

export interface Rendered {
  html: string
  /** What is read, in order; neither hidden parts nor images. */
  text: string
  headings: { level: number; name: string }[]
  links: { name: string; href: string }[]
  /** Texts of the images that assistive technology announces; decorative ones have none. */
  images: string[]
  times: { text: string; dateTime: string }[]
  /** All elements of a tag name. */
  all(tagName: string): Found[]
}

export interface Found {
  name: string
  properties: Element['properties']
}

/** Renders as the server does, for browsers without JavaScript, and reads the markup as assistive technology does. */
export function render(element: ReactElement): Rendered {
  const html = renderToStaticMarkup(element)
  const root = fromHtml(html, { fragment: true })
  const elements = listElements(root)
  const all = (tagName: string) =>
    elements
      .filter((one) => one.tagName === tagName)
      .map((one) => ({ name: getName(one), properties: one.properties }))
  return {
    html,
    text: clean(getText(root)),
    headings: [1, 2, 3].flatMap((level) => all(`h${level}`).map(({ name }) => ({ level, name }))),
    links: all('a').map(({ name, properties }) => ({ name, href: String(properties.href) })),
    images: all('img')
      .map(({ properties }) => String(properties.alt))
      .filter((alt) => alt !== ''),
    times: all('time').map(({ name, properties }) => ({
      text: name,
      dateTime: String(properties.dateTime),
    })),
    all,
  }
}

/** The values of a definition list by their labels. */
export function listDetails({ html }: Rendered): Record<string, string> {
  const rows = listElements(fromHtml(html, { fragment: true })).filter(({ children }) =>
    children.some((child) => child.type === 'element' && child.tagName === 'dt'),
  )
  return Object.fromEntries(
    rows.map(({ children }) => {
      const [label = '', ...values] = children.map((child) => clean(getText(child)))
      return [label, values.join(' ')]
    }),
  )
}

function listElements(node: Nodes): Element[] {
  const own = node.type === 'element' ? [node] : []
  return 'children' in node ? [...own, ...node.children.flatMap(listElements)] : own
}

function getName(element: Element): string {
  const label = element.properties.ariaLabel
  return typeof label === 'string' ? label : clean(getText(element, true))
}

function getText(node: Nodes, withImages = false): string {
  if (node.type === 'text') return node.value
  if (node.type !== 'element' && node.type !== 'root') return ''
  if (node.type === 'element') {
    const { tagName, properties } = node
    if (properties.ariaHidden === 'true' || properties.hidden === true) return ''
    if (tagName === 'script' || tagName === 'style') return ''
    if (tagName === 'img') return withImages ? String(properties.alt ?? '') : ''
  }
  // The style sheets set neighbouring elements apart, as lines or columns.
  return node.children
    .map((child, index) => {
      const before = node.children[index - 1]?.type
      const isApart =
        child.type === 'element' &&
        (before === 'element' || (before === 'text' && child.tagName === 'span'))
      return (isApart ? ' ' : '') + getText(child, withImages)
    })
    .join('')
}

function clean(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}
