import { getEnv } from '#lib/app-context/env.ts'
import { escapeMarkup } from '#lib/core/escape-markup.ts'
import { getSite } from '#lib/site/site.ts'

export const dynamic = 'force-dynamic'

/** Lets a browser offer this site's search in its address bar. */
export function GET(): Response {
  const { siteUrl } = getEnv()
  const body = `<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
<ShortName>${escapeMarkup(getSite().title.slice(0, 16))}</ShortName>
<Description>${escapeMarkup(getSite().description.slice(0, 1024))}</Description>
<InputEncoding>UTF-8</InputEncoding>
<Url type="text/html" template="${escapeMarkup(siteUrl)}/search?q={searchTerms}"/>
</OpenSearchDescription>
`
  return new Response(body, {
    headers: {
      'content-type': 'application/opensearchdescription+xml; charset=utf-8',
      'cache-control': 'public, max-age=86400',
    },
  })
}
