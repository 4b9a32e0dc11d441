/** Only static pages are prerendered: a live page would start to poll. The first list excludes those. */
const rules = {
  prerender: [
    {
      where: {
        and: [
          { href_matches: '/*' },
          { not: { href_matches: ['/printer', '/printers*', '/admin*', '/api/*', '/media/*'] } },
          { not: { href_matches: ['/assets/*', '/search*', '/*.xml', '/*.json', '/*.txt'] } },
          { not: { selector_matches: '[rel~=nofollow], [download]' } },
        ],
      },
      eagerness: 'moderate',
    },
  ],
}

export const dynamic = 'force-dynamic'

/** Linked by the `Speculation-Rules` header: inline rules would need an exception in the Content-Security-Policy. */
export function GET(): Response {
  return new Response(JSON.stringify(rules), {
    headers: {
      'content-type': 'application/speculationrules+json',
      'cache-control': 'public, max-age=3600',
    },
  })
}
