import { stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Element, Root } from 'hast'
import { lineOf, textProperty } from './element.ts'
import { findFile, isRelative } from './find-file.ts'
import { addIssue, addWarning, type RenderContext } from './render-context.ts'
import { walkElements } from './walk-elements.ts'

/** Relative references: another post's file becomes its permalink, any other file is published beside the pictures. */
export async function resolveLinks(tree: Root, context: RenderContext): Promise<void> {
  const references: { node: Element; property: string }[] = []
  walkElements(tree, (node) => {
    for (const property of ['href', 'src', 'poster'])
      if (node.tagName !== 'img' && isRelative(textProperty(node, property) ?? ''))
        references.push({ node, property })
  })
  for (const { node, property } of references) {
    const url = textProperty(node, property) ?? ''
    const hash = /#.*$/.exec(url)?.[0] ?? ''
    const path = findDocument(url, context)
    const file = path === null ? await findFile(url, context) : null
    if (path !== null) node.properties[property] = path + hash
    else if (file !== null && (await stat(file)).isFile())
      node.properties[property] = await context.assets.addFile(file)
    else if (property === 'href')
      addWarning(context, lineOf(node), `links to ${url}, which isn't there`)
    else addIssue(context, lineOf(node), `shows ${url}, which isn't there; put it beside this file`)
  }
}

function findDocument(url: string, { file, pathOfFile }: RenderContext): string | null {
  const target = join(dirname(file), url.replace(/[?#].*$/, ''))
  return pathOfFile(target) ?? pathOfFile(join(target, 'index.md'))
}
