import type { Element, ElementContent, Root } from 'hast'
import {
  addClass,
  element,
  isElement,
  removeElements,
  replaceElements,
  text,
  textProperty,
  walkElements,
} from './hast.ts'

/**
 * Renders footnotes in two forms, of which CSS shows one: the list at the end with its links back, and native popovers that a button
 * opens in place on wide screens, without a script. The popovers are returned separately: inside the text, programs that extract it
 * would read them twice.
 *
 * @returns the popovers, for the end of the page
 */
export async function prepareFootnotes(tree: Root): Promise<Element[]> {
  const bodies = listBodies(tree)
  /** Label by the note's id. A note referenced twice has one popover. */
  const opened = new Map<string, string>()
  await replaceElements(
    tree,
    (node) => node.properties.dataFootnoteRef !== undefined,
    (link) => {
      const target = textProperty(link, 'href')?.slice(1) ?? ''
      addClass(link, 'footnote-ref')
      if (!bodies.has(target)) return null
      const [number] = link.children
      const label = number?.type === 'text' ? number.value : ''
      const name = `Footnote ${label}`
      if (!opened.has(target)) opened.set(target, name)
      const button = element(
        'button',
        {
          type: 'button',
          className: ['footnote-open'],
          popoverTarget: `${target}-popover`,
          ariaLabel: name,
        },
        [text(label)],
      )
      return [link, button]
    },
  )
  return [...opened].map(([target, name]) =>
    element(
      'aside',
      {
        id: `${target}-popover`,
        className: ['footnote-popover'],
        popover: 'auto',
        ariaLabel: name,
      },
      [...copyBody(bodies.get(target) ?? [])],
    ),
  )
}

function listBodies(tree: Root): Map<string, ElementContent[]> {
  const bodies = new Map<string, ElementContent[]>()
  walkElements(tree, (section) => {
    if (section.properties.dataFootnotes === undefined) return
    walkElements(section, (item) => {
      const id = textProperty(item, 'id')
      if (isElement(item, 'li') && id?.startsWith('fn-')) bodies.set(id, item.children)
    })
  })
  return bodies
}

/** A copy without links back, which don't apply here, and without ids, which the list already has. */
function copyBody(children: ElementContent[]): ElementContent[] {
  const copy: Root = { type: 'root', children: structuredClone(children) }
  removeElements(copy, (node) => node.properties.dataFootnoteBackref !== undefined)
  walkElements(copy, (node) => {
    delete node.properties.id
  })
  return copy.children as ElementContent[] // a clone of element content
}
