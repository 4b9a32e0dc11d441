import { site } from '#lib/core/site.ts'
import { getTheme } from '#lib/site/theme/current-theme.ts'

export const dynamic = 'force-dynamic'

/** See humanstxt.org. */
export function GET(): Response {
  const lines = [
    `${site.author.name}`,
    ...site.profiles.map(({ label, url }) => `${label}: ${url}`),
    '',
    site.description,
    `Set in ${getTheme().families.join(' and ')}. Made with Next, Markdown, and a printer that is rarely switched off.`,
    '',
  ]
  return new Response(lines.join('\n'), {
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'public, max-age=3600',
    },
  })
}
