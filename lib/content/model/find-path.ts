import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { siteSegments } from '../read/page-source.ts'
import type { PlacedPost } from '../read/permalinks.ts'
import { normalisePath, type RetiredPaths } from '../read/retired-paths.ts'
import { resolveRoute } from './resolve-route.ts'

interface Sources extends RetiredPaths {
  posts: readonly Pick<
    PlacedPost,
    'path' | 'date' | 'ordinal' | 'name' | 'publishedAt' | 'file' | 'tags'
  >[]
  projects: readonly { path: string; tags: readonly string[] }[]
  pages: readonly { path: string }[]
}

/** Files that the site makes itself. */
const siteFiles =
  /^\/(?:(?:atom|rss|sitemap|opensearch)\.xml|feed\.json|(?:robots|humans)\.txt|manifest\.webmanifest|favicon\.ico)$/

/**
 * Makes a function that checks a path in a link, such as `/2021/02/07/0`. It returns the path to link to, which is the permalink if a
 * document is meant, and null if the site has nothing there.
 * @param publicDirs folders with static files
 */
export function createPathFinder(
  sources: Sources,
  publicDirs: readonly string[],
): (path: string) => string | null {
  const { posts, projects, pages, redirects } = sources
  const documents = new Set([...posts, ...projects, ...pages].map(({ path }) => path))
  const tags = new Set([...posts, ...projects].flatMap((one) => one.tags))
  const hasYear = (year = '') => posts.some(({ date }) => date.startsWith(`${year}-`))
  const isOwnPage = (path: string) => {
    const [, first = '', second] = path.split('/')
    if (/^\/\d{4}(?:\/\d{1,2}){0,2}$/.test(path)) return hasYear(first)
    if (first === 'blog') return second === undefined || hasYear(second)
    if (first === 'tags') return second === undefined || tags.has(second)
    if (first === 'projects') return second === undefined
    // The names in /assets/ are made by the build; nobody can write them in a link.
    if (first === 'assets' || first === '_next') return false
    return first === '' || siteSegments.includes(first) || siteFiles.test(path)
  }
  return (path) => {
    const normal = normalisePath(path)
    if (documents.has(normal)) return normal
    if (redirects.has(normal)) return path
    const route = resolveRoute(sources, normal)
    if (route !== null) return route.kind === 'gone' ? null : route.to
    const isThere =
      isOwnPage(normal) ||
      publicDirs.some((dir) => existsSync(/* turbopackIgnore: true */ join(dir, normal)))
    return isThere ? path : null
  }
}
