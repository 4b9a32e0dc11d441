import { slug as slugify } from 'github-slugger'

interface FileSlug {
  /** The day that the folders or the file's name begin with; null if there is none. */
  date: string | null
  ordinal: number | null
  /** Empty for a note whose file name is only a number. */
  name: string
  /** The name without a day at its beginning. */
  undatedName: string
}

/**
 * Derives parts of the permalink from the file's path: `2021/02/07/0/name.md`, `name.md`, `name/index.md`, `0/name.md`, `0.md`,
 * `2021-02-07-name.md`.
 * `path` is relative to `blog/` or `projects/`.
 */
export function parseFileSlug(path: string): FileSlug {
  const place = path.replace(/^_posts\//, '')
  const day = /^(\d{4})(?:\/(\d{2})(?:\/(\d{2}))?)?\//.exec(place)
  const fromFolders = day?.[3] === undefined ? null : `${day[1]}-${day[2]}-${day[3]}`
  const parts = place
    .slice(day?.[0].length ?? 0)
    .replace(/\.md$/, '')
    .split('/')
  if (parts.at(-1) === 'index') parts.pop()
  const last = parts.at(-1) ?? ''
  const [, year, month = '', dayOfMonth = '', rest = ''] =
    /^(\d{4})[-_](\d{1,2})[-_](\d{1,2})(?:[-_ ]+(.*))?$/.exec(last) ?? []
  const fromName =
    year === undefined ? null : `${year}-${month.padStart(2, '0')}-${dayOfMonth.padStart(2, '0')}`
  const date = fromFolders ?? fromName
  if (/^\d{1,4}$/.test(last)) return { date, ordinal: Number(last), name: '', undatedName: '' }
  const folder = parts.at(-2) ?? ''
  const ordinal = /^\d{1,4}$/.test(folder) ? Number(folder) : null
  const toName = (text: string) => slugify(text.replaceAll('.', '-'))
  return { date, ordinal, name: toName(last), undatedName: toName(fromName === null ? last : rest) }
}

interface Topics {
  /** As in `/tags/<tag>`. */
  tags: string[]
  /** Slugs of projects, in the order of the front matter. */
  projects: string[]
}

/**
 * Normalises the tags of both formats: `project:infrastructure` and `/projects/infrastructure/` name the project; of any other path
 * the last part is the tag; `3D Printing` becomes `3d-printing`, `series:lamp` becomes `series-lamp`, `C++` becomes `c-plus-plus`, `C#`
 * `c-sharp` and `.NET` `dot-net`.
 */
export function parseTags(given: readonly string[]): Topics {
  const tags = new Set<string>()
  const projects = new Set<string>()
  for (const text of given) {
    const project = /^(?:project:|\/projects\/)([^/]+)\/?$/i.exec(text.trim())?.[1]
    if (project !== undefined) projects.add(slugify(project))
    else {
      const last = text.split('/').findLast((part) => part.trim() !== '') ?? ''
      const tag = slugify(
        last
          .trim()
          .replace(/^["'#]+/, '')
          .replace(/:\s*/g, ' ')
          .replaceAll('+', '-plus')
          .replaceAll('#', '-sharp')
          .replace(/^\.(?=\w)/, 'dot-'),
      )
      if (tag !== '') tags.add(tag)
    }
  }
  return { tags: [...tags], projects: [...projects] }
}
