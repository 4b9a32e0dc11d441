import { normalisePath } from '../source/read-moves.ts'
import type { Content } from './types.ts'

/** What became of an address that no page answers: moved, withdrawn for good, or never there (null). */
export type Fate = { kind: 'moved'; to: string } | { kind: 'gone' } | null

/**
 * The owner's own lists first; then a permalink without its name, with an older name, or with zeros left out leads to
 * the post that has that day and ordinal.
 */
export function resolvePath(content: Content, path: string): Fate {
  const normal = normalisePath(path)
  const target = content.moves.redirects.get(normal)
  if (target !== undefined) return { kind: 'moved', to: target }
  if (content.moves.withdrawn.has(normal)) return { kind: 'gone' }
  const match = /^\/(\d{4})\/(\d{1,2})\/(\d{1,2})\/(\d{1,4})(?:\/[^/]+)?$/.exec(normal)
  if (match === null) return null
  const [, year = '', month = '', day = '', ordinal = ''] = match
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const there = content.posts.filter((one) => one.date === date && one.ordinal === Number(ordinal))
  if (there.some((one) => one.path === normal)) return null
  const oldest = there.at(-1)
  return oldest === undefined ? null : { kind: 'moved', to: oldest.path }
}
