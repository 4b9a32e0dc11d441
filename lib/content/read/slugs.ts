import { slug as slugify } from 'github-slugger'

interface FileSlug {
  /** The day that the folders name; null if they name none. */
  date: string | null
  ordinal: number | null
  /** Empty for a note whose file name is only a number. */
  name: string
}

/**
 * Derives parts of the permalink from the file's path: `2021/02/07/0/name.md`, `name.md`, `name/index.md`, `0/name.md`, `0.md`.
 * `path` is relative to `blog/` or `projects/`.
 */
export function parseFileSlug(path: string): FileSlug {
  const day = /^(\d{4})(?:\/(\d{2})(?:\/(\d{2}))?)?\//.exec(path)
  const date = day?.[3] === undefined ? null : `${day[1]}-${day[2]}-${day[3]}`
  const parts = path
    .slice(day?.[0].length ?? 0)
    .replace(/\.md$/, '')
    .split('/')
  if (parts.at(-1) === 'index') parts.pop()
  const last = parts.at(-1) ?? ''
  if (/^\d{1,4}$/.test(last)) return { date, ordinal: Number(last), name: '' }
  const folder = parts.at(-2) ?? ''
  const ordinal = /^\d{1,4}$/.test(folder) ? Number(folder) : null
  return { date, ordinal, name: slugify(last.replaceAll('.', '-')) }
}

interface Topics {
  /** As in `/tags/<tag>`. */
  tags: string[]
  /** Slugs of projects, in the order of the front matter. */
  projects: string[]
}

/**
 * Normalises the tags of both formats: `project:infrastructure` and `/projects/infrastructure/` name the project; of any other path
 * the last part is the tag; `3D Printing` becomes `3d-printing`, `series:lamp` becomes `series-lamp`.
 */
export function parseTags(given: readonly string[]): Topics {
  const tags = new Set<string>()
  const projects = new Set<string>()
  for (const text of given) {
    const project = /^(?:project:|\/projects\/)\s*([^/]+)\/?$/i.exec(text.trim())?.[1]
    if (project !== undefined) projects.add(slugify(project))
    else {
      const tag = slugify(
        text
          .replace(/:\s*/g, ' ')
          .split('/')
          .findLast((part) => part.trim() !== '') ?? '',
      )
      if (tag !== '') tags.add(tag)
    }
  }
  return { tags: [...tags], projects: [...projects] }
}
