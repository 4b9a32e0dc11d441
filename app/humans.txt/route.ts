import { getSite } from '#lib/site/site.ts'
import { getTheme } from '#lib/site/theme/current-theme.ts'

export const dynamic = 'force-dynamic'

/** See humanstxt.org. */
export function GET(): Response {
  const site = getSite()
  const lines = [
    `${site.author.name}`,
    ...site.profiles.map(({ label, url }) => `${label}: ${url}`),
    '',
    site.description,
    `Set in ${getTheme().families.join(' and ')}. Made with Next and Markdown.`,
    '',
  ]
  return new Response(lines.join('\n'), {
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'public, max-age=3600',
    },
  })
}
