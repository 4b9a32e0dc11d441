import type { Element, ElementContent, Nodes, Properties, Text } from 'hast'

export function element(
  tagName: string,
  properties: Properties,
  children: ElementContent[] = [],
): Element {
  return { type: 'element', tagName, properties, children }
}

export function text(value: string): Text {
  return { type: 'text', value }
}

export function isElement(node: Nodes | undefined, ...tagNames: string[]): node is Element {
  return node?.type === 'element' && (tagNames.length === 0 || tagNames.includes(node.tagName))
}

export function isBlank(node: Nodes): boolean {
  return node.type === 'comment' || (node.type === 'text' && node.value.trim() === '')
}

/** Class names, whatever shape a plugin or raw HTML gave them. */
export function classesOf(node: Element): string[] {
  const className: unknown = node.properties.className
  if (Array.isArray(className)) return className.map(String)
  return typeof className === 'string' ? className.split(/\s+/) : []
}

export function addClass(node: Element, name: string): void {
  node.properties.className = [...classesOf(node), name]
}

/** A property as text; null where it is absent or no text. */
export function textProperty(node: Element, name: string): string | null {
  const value = node.properties[name]
  return typeof value === 'string' ? value : null
}

export function lineOf(node: Nodes): number | null {
  return node.position?.start.line ?? null
}
