import type { Element } from 'hast'
import { isElement } from './element.ts'

const black = /^(black|#000|#000000)$/i
const grey =
  /^(?:(?:light|dark|dim|slate)?gr[ae]y\d*|gainsboro|silver|whitesmoke|#([0-9a-f]{2})\1\1)$/i

/**
 * One node, edge or cluster in colours that follow light and dark. Black is the text's colour, grey a shade of it;
 * another fill stays as a tint that both kinds of text can be read on. Where the author has chosen the text's
 * colour too, the pair belongs together and both stay.
 */
export function recolourGroup(group: Element): void {
  const children = listShapes(group)
  const isChosen = children.some(
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
    else if (isChosen) continue
    else if (fill === String(properties.stroke))
      continue // an arrow head in its edge's colour
    else if (black.test(fill)) properties.fill = 'currentColor'
    else if (grey.test(fill)) Object.assign(properties, { fill: 'currentColor', fillOpacity: 0.1 })
    else if (/^(white|#fff|#ffffff)$/i.test(fill)) properties.fill = 'none'
    else properties.fillOpacity = 0.25
  }
}

function isDefault(fill: unknown): boolean {
  return fill === undefined || black.test(String(fill))
}

/** Shapes and texts of a group; a link or a tooltip wraps them in further groups. */
function listShapes(group: Element): Element[] {
  return group.children.flatMap((node) => {
    if (!isElement(node) || node.tagName === 'defs') return []
    return ['g', 'a'].includes(node.tagName) ? listShapes(node) : [node]
  })
}
