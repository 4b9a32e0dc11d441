import { slug as slugify } from 'github-slugger'

interface Named {
  file: string
  path: string
  title: string | null
}

/**
 * Makes a function that finds the permalink of a document by the name in `[[name]]`: its title, its file's name or a part of its path,
 * without case. It returns null for a name that none or several have.
 */
export function createNameFinder(documents: readonly Named[]): (name: string) => string | null {
  const paths = new Map<string, Set<string>>()
  for (const { file, path, title } of documents) {
    const stem = file.replace(/(?:\/index)?\.md$/, '')
    const base = stem.split('/').at(-1) ?? ''
    const names = [title ?? '', stem, base, base.replace(/^\d{4}-\d{1,2}-\d{1,2}[-_ ]+/, '')]
    for (const name of names.map(toKey))
      if (name !== '') paths.set(name, (paths.get(name) ?? new Set()).add(path))
  }
  return (name) => {
    const found = paths.get(toKey(name)) ?? new Set()
    const [only = null] = found
    return found.size === 1 ? only : null
  }
}

function toKey(name: string): string {
  return slugify(name.replace(/\.md$/i, '').normalize('NFC').replaceAll('/', ' '))
}
