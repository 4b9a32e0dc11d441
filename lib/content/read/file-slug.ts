import { slug as slugify } from 'github-slugger'

export interface FileSlug {
  /** The day that the folders name, where they name one. */
  date: string | null
  ordinal: number | null
  /** Empty for a note whose file is only a number. */
  name: string
}

/**
 * What a file's place says about its permalink: `2021/02/07/0/name.md`, `name.md`, `name/index.md`, `0/name.md`, `0.md`.
 * `path` is relative to the folder `blog`.
 */
export function readFileSlug(path: string): FileSlug {
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
