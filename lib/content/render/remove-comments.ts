import type { ElementContent, Root } from 'hast'

/** Comments have done their work by now; what remains would only be sent. */
export function removeComments(
  parent: Root | Extract<ElementContent, { children: unknown }>,
): void {
  parent.children = parent.children.filter(
    (child) => child.type !== 'comment',
  ) as typeof parent.children
  for (const child of parent.children) if (child.type === 'element') removeComments(child)
}
