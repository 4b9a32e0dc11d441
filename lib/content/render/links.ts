import { realpath, stat } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import type { Element, Root } from 'hast'
import { lineOf, textProperty, walkElements } from './hast.ts'
import { addError, addWarning, type RenderContext } from './render-context.ts'

/** True for `photo.jpg` and `./a/b.md`; false for absolute URLs, for `/from/the/root` and for `#here`. */
export function isRelative(url: string): boolean {
  return url !== '' && !/^(?:[a-z][a-z0-9+.-]*:|\/|#|\?)/i.test(url)
}

/**
 * Resolves a relative reference to a file in the content folder; null if it doesn't exist.
 * Either way the document depends on that path from now on.
 */
export async function findFile(url: string, context: RenderContext): Promise<string | null> {
  const [reference = ''] = url.split(/[?#]/)
  // The comments keep the bundler from tracing every folder that this could be.
  const path = join(
    /* turbopackIgnore: true */ context.contentDir,
    dirname(context.file),
    decode(reference),
  )
  context.dependencies.add(path)
  const root = await realpath(context.contentDir)
  const real = await realpath(/* turbopackIgnore: true */ path).catch(() => null)
  return real?.startsWith(root + sep) ? real : null
}

function decode(reference: string): string {
  try {
    return decodeURIComponent(reference)
  } catch {
    return reference
  }
}

/** Resolves relative references: a document's file becomes its permalink, any other file is published as an asset. */
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
      addWarning(context, lineOf(node), `links to ${url}, which doesn't exist; correct the link`)
    else
      addError(context, lineOf(node), `shows ${url}, which doesn't exist; put it next to this file`)
  }
}

function findDocument(url: string, { file, pathOfFile }: RenderContext): string | null {
  const target = join(dirname(file), url.replace(/[?#].*$/, ''))
  return pathOfFile(target) ?? pathOfFile(join(target, 'index.md'))
}
