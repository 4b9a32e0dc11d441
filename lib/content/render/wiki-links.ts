import type { Parents, PhrasingContent, Root } from 'mdast'
import { visit } from 'unist-util-visit'
import { addWarning, type RenderContext } from './render-context.ts'

const wikiLink = /(!?)\[\[([^[\]|#]*)(#[^[\]|]*)?(?:\|([^[\]]*))?\]\]/

/** Replaces `[[name]]`, `[[name#heading|text]]` and `![[picture.png|alt]]` by links and pictures. */
export function linkWikiNames(tree: Root, context: RenderContext): void {
  visit(tree, 'text', (node, index, parent: Parents | undefined) => {
    const match = wikiLink.exec(node.value)
    if (match === null || parent === undefined || index === undefined) return
    const [mark, bang = '', name = '', heading = '', label] = match
    const before = node.value.slice(0, match.index)
    const line = (node.position?.start.line ?? 1) + before.split('\n').length - 1
    const target = name.trim()
    const point = { line, column: 1 }
    const position = { start: point, end: point }
    const isPicture = bang !== '' && /\.(?:avif|gif|jpe?g|png|svg|webp)$/i.test(target)
    const path = isPicture || target === '' ? null : context.findPath(`[[${target}]]`)
    const shown =
      label?.trim() || (target === '' ? heading.slice(1) : target + heading.replace('#', ' › '))
    const text: PhrasingContent = { type: 'text', value: shown, position }
    const isSize = /^\d+(?:x\d+)?$/.test(label ?? '')
    const isHere = target === '' && heading !== ''
    if (path === null && !isPicture && !isHere)
      addWarning(context, line, `${mark} names no document that is published; it is shown as text`)
    const replacement: PhrasingContent = isPicture
      ? { type: 'image', url: encodeURI(target), alt: isSize ? '' : (label ?? ''), position }
      : path === null && !isHere
        ? text
        : { type: 'link', url: `${path ?? ''}${toFragment(heading)}`, children: [text], position }
    const rest = {
      type: 'text' as const,
      value: node.value.slice(match.index + mark.length),
      position,
    }
    const added = [{ ...node, value: before }, replacement, rest].filter(
      (one) => one.type !== 'text' || one.value !== '',
    )
    parent.children.splice(index, 1, ...(added as never[])) // all of them are phrasing content, as the text was
    return index + added.length - (rest.value === '' ? 0 : 1)
  })
}

function toFragment(heading: string): string {
  return heading === ''
    ? ''
    : `#${heading
        .slice(1)
        .trim()
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s-]/gu, '')
        .replace(/\s+/g, '-')}`
}
