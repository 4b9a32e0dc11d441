import type { Root } from 'hast'
import { addClass, element } from './element.ts'
import { replaceElements } from './replace-elements.ts'
import { walkElements } from './walk-elements.ts'

/** Wide tables scroll within themselves; alignment is a class, since the attribute is obsolete; tasks have a name. */
export async function prepareTables(tree: Root): Promise<void> {
  walkElements(tree, (node) => {
    if ((node.tagName === 'td' || node.tagName === 'th') && node.properties.align !== undefined) {
      addClass(node, `align-${String(node.properties.align)}`)
      delete node.properties.align
    }
    if (node.tagName === 'input' && node.properties.type === 'checkbox')
      node.properties.ariaLabel = node.properties.checked ? 'done' : 'not done'
  })
  await replaceElements(
    tree,
    (node) => node.tagName === 'table',
    (table) => {
      const properties = { className: ['scroll'], tabIndex: 0, role: 'group', ariaLabel: 'Table' }
      return element('div', properties, [table])
    },
  )
}
