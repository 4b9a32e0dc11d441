import type { Category } from './measure-page.ts'

export interface MeasuredPage {
  name: string
  path: string
  /** The least that each category has to say. */
  aim: Record<Category, number>
}

const full = { performance: 100, accessibility: 100, 'best-practices': 100, seo: 100 } as const

/** One of every kind. An application brings its framework, and may lose a point by it: a bare Next page with SWR does. */
export const pages: readonly MeasuredPage[] = [
  { name: 'home', path: '/', aim: full },
  { name: 'blog', path: '/blog', aim: full },
  { name: 'the post', path: '/2021/02/07/0/grafana-debugging', aim: full },
  { name: 'a project', path: '/projects/infrastructure', aim: full },
  { name: 'a tag', path: '/tags/kubernetes', aim: full },
  { name: 'about', path: '/about', aim: full },
  { name: 'the printer', path: '/printers/1', aim: { ...full, performance: 99 } },
]

/** Until the picture is there, on the profile's slow telephone. */
export const firstPictureAimMs = 1500
