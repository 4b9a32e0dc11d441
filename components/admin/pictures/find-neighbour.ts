interface Placed {
  getBoundingClientRect(): { left: number; top: number }
}

/**
 * The element of a grid that an arrow key leads to, or Home and End; the grid has as many columns as fit.
 * @param elements in the order in which they are read
 * @returns `undefined` where there is none, or for another key
 */
export function findNeighbour<T extends Placed>(
  elements: readonly T[],
  from: T,
  key: string,
): T | undefined {
  const index = elements.indexOf(from)
  switch (key) {
    case 'ArrowLeft':
      return elements[index - 1]
    case 'ArrowRight':
      return elements[index + 1]
    case 'Home':
      return elements[0]
    case 'End':
      return elements.at(-1)
    case 'ArrowDown':
      return findInNextRow(elements.slice(index + 1), from)
    case 'ArrowUp':
      return findInNextRow(elements.slice(0, index).reverse(), from)
    default:
      return undefined
  }
}

/** Of the first row that isn't the element's own, the one nearest to its column. */
function findInNextRow<T extends Placed>(elements: readonly T[], from: T): T | undefined {
  const { left, top } = from.getBoundingClientRect()
  const topOf = (each: T) => each.getBoundingClientRect().top
  const first = elements.find((each) => Math.abs(topOf(each) - top) > 1)
  if (first === undefined) return undefined
  const distance = (each: T) => Math.abs(each.getBoundingClientRect().left - left)
  return elements
    .filter((each) => Math.abs(topOf(each) - topOf(first)) <= 1)
    .sort((a, b) => distance(a) - distance(b))[0]
}
