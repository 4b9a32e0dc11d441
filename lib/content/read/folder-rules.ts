import { readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { parseSourceFile } from './front-matter.ts'
import { readText } from './source-files.ts'
import { findPublication, type Publication } from './withheld.ts'

const none: Publication = { withheld: null, unlisted: null, expiresAt: null }

/** Hugo publishes what lies next to it only together with it. */
const isBundle = (name: string) => /^index(?:\.[a-z-]+)?\.md$/.test(name)

/** Members that another generator's program may compute. */
const suspiciousCode = /draft|published?\b|private|permalink\W+false|excludeFromCollections/i

/**
 * Makes a function that tells whether a file is withheld together with its folder: by the `cascade` of Hugo's `_index.md` or its
 * `draft`, by a bundle's `index.md`, by Quarto's `_metadata.yml`, or by Eleventy's `posts/posts.json`. A rule that can't be read withholds.
 */
export function createFolderRules(
  contentDir: string,
  timeZone: string,
  now: Date,
): (file: string) => Promise<Publication> {
  const rules = new Map<string, Promise<Publication>>()
  const judge = (file: string, data: Record<string, unknown>): Publication => {
    const found = findPublication('', data, {
      publishedAt: null,
      hasOwnStatus: false,
      timeZone,
      now,
    })
    const name = <T extends { reason: string }>(one: T | null) =>
      one && { ...one, path: null, reason: `${one.reason} in ${file}` }
    return { ...found, withheld: name(found.withheld), unlisted: name(found.unlisted) }
  }

  async function readRule(folder: string, name: string): Promise<Publication> {
    const file = `${folder}/${name}`
    try {
      const text = await readText(contentDir, file)
      if (name.endsWith('.md')) {
        const { data } = parseSourceFile(file, text)
        if (isBundle(name)) return { ...judge(file, data), unlisted: null }
        return judge(file, { cascade: data.cascade, draft: data.draft })
      }
      if (/[jt]s$/.test(name))
        return judge(file, suspiciousCode.test(text) ? { published: 'code' } : {})
      return judge(file, parseSourceFile(file, `---\n${text}\n---\n`).data)
    } catch {
      // A post with an error is left out alone.
      return isBundle(name) ? none : judge(file, { published: "can't be read" })
    }
  }

  async function readFolder(folder: string): Promise<Publication> {
    const own = new RegExp(
      `^(?:_index(?:\\.[a-z-]+)?\\.md|_metadata\\.ya?ml|${RegExp.escape(basename(folder))}\\.(?:11tydata\\.)?(?:json|[cm]?[jt]s))$`,
    )
    const names = await readdir(join(contentDir, folder)).catch(() => [])
    const above = folder.includes('/') ? await findRule(dirname(folder)) : none
    const found = [above]
    const isOwn = (name: string) => own.test(name) || (folder.includes('/') && isBundle(name))
    for (const name of names.filter(isOwn)) found.push(await readRule(folder, name))
    const [expiresAt = null] = found
      .flatMap((one) => one.expiresAt ?? [])
      .sort((a, b) => a.getTime() - b.getTime())
    return {
      withheld: found.find((one) => one.withheld !== null)?.withheld ?? null,
      unlisted: found.find((one) => one.unlisted !== null)?.unlisted ?? null,
      expiresAt,
    }
  }

  function findRule(folder: string): Promise<Publication> {
    const rule = rules.get(folder) ?? readFolder(folder)
    rules.set(folder, rule)
    return rule
  }
  return (file) => findRule(dirname(file))
}
