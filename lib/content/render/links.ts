import { realpath, stat } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import type { Element, Root } from 'hast'
import { decodeUri } from '#lib/core/decode-uri.ts'
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
  const root = await realpath(context.contentDir)
  // A Mac writes letters with accents as two characters, and a text that was typed elsewhere has one.
  const spellings = new Set(['NFC', 'NFD'].map((form) => decodeUri(reference).normalize(form)))
  for (const name of [decodeUri(reference), ...spellings]) {
    // The comments keep the bundler from tracing every folder that this could be.
    const path = join(/* turbopackIgnore: true */ context.contentDir, dirname(context.file), name)
    context.dependencies.add(path)
    const real = await realpath(/* turbopackIgnore: true */ path).catch(() => null)
    if (real?.startsWith(root + sep)) return real
  }
  return null
}

/**
 * Resolves references: a document's file becomes its permalink, any other file next to it is published as an asset. A path of the site
 * is checked.
 */
export async function resolveLinks(tree: Root, context: RenderContext): Promise<void> {
  const references: { node: Element; property: string }[] = []
  walkElements(tree, (node) => {
    for (const property of ['href', 'src', 'poster'])
      if (node.tagName !== 'img' && isRelative(textProperty(node, property) ?? ''))
        references.push({ node, property })
    if (node.tagName === 'a') checkPath(node, context)
  })
  for (const { node, property } of references) {
    const url = textProperty(node, property) ?? ''
    const [, reference = '', rest = ''] = /^([^?#]*)(.*)$/s.exec(url) ?? []
    const path = findDocument(decodeUri(reference), context)
    const file = path === null ? await findFile(url, context) : null
    if (path !== null) node.properties[property] = path + rest
    // A document without a permalink is a draft or has an error: its text must not be published as a file.
    else if (file !== null && !file.endsWith('.md') && (await stat(file)).isFile())
      node.properties[property] = await context.assets.addFile(file)
    else if (property === 'href') warnAboutLink(node, url, context)
    else
      addError(context, lineOf(node), `shows ${url}, which doesn't exist; put it next to this file`)
  }
}

/** Corrects an incomplete permalink, and warns of a path that the site doesn't have. */
function checkPath(link: Element, context: RenderContext): void {
  // The links that enlarge pictures are made here and have no position.
  if (link.position === undefined) return
  const url = textProperty(link, 'href') ?? ''
  const [, reference = '', rest = ''] = /^(\/(?![\\/])[^?#]*)(.*)$/s.exec(url) ?? []
  if (reference === '') return
  const path = context.findPath(decodeUri(reference))
  if (path === null) warnAboutLink(link, url, context)
  else if (path !== decodeUri(reference)) link.properties.href = path + rest
}

function warnAboutLink(link: Element, url: string, context: RenderContext): void {
  const message = `links to ${url}, which doesn't exist or isn't published; correct the link`
  addWarning(context, lineOf(link), message)
}

/** By the file's folder first, as on a disk. Then by the permalink, as in a browser, whose last part may count as a folder or not. */
function findDocument(reference: string, { file, path, findPath }: RenderContext): string | null {
  const target = join(dirname(file), reference)
  const names = [target, join(target, 'index.md'), `${target.replace(/\/$/, '')}.md`]
  const byFile = names.map((name) => findPath(name)).find((one) => one !== null)
  if (byFile !== undefined) return byFile
  const byPath = new Set(
    [join(path, reference), join(dirname(path), reference)]
      .map((one) => findPath(one))
      .filter((one) => one !== null),
  )
  const [only = null] = byPath
  return byPath.size === 1 ? only : null
}
