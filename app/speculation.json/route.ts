/** Only documents are made ahead: an application would begin to poll. Which ones those are stands in the first list. */
const rules = {
  prerender: [
    {
      where: {
        and: [
          { href_matches: '/*' },
          { not: { href_matches: ['/printer', '/printers*', '/console*', '/api/*', '/media/*'] } },
          { not: { href_matches: ['/assets/*', '/search*', '/*.xml', '/*.json', '/*.txt'] } },
          { not: { selector_matches: '[rel~=nofollow], [download]' } },
        ],
      },
      eagerness: 'moderate',
    },
  ],
}

export const dynamic = 'force-dynamic'

/** Named by the `Speculation-Rules` header of documents: inline, their policy would need an exception. */
export function GET(): Response {
  return new Response(JSON.stringify(rules), {
    headers: {
      'content-type': 'application/speculationrules+json',
      'cache-control': 'public, max-age=3600',
    },
  })
}
