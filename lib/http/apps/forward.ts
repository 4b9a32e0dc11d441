import { escapeMarkup } from '#lib/core/escape-markup.ts'

/**
 * Leads the owner's browser from an app to the page that asks. The session's cookie is sent with no request that another site has
 * caused, a redirect included. This page is the site's own, so what it leads to is its own request, with the cookie.
 */
export function renderForward({ search }: { search: string }): Response {
  const address = escapeMarkup(`/admin/authorize${search}`)
  return new Response(
    `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url=${address}">
<title>Sign in</title>
<p><a href="${address}">Continue to the sign-in</a></p>
`,
    {
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'x-robots-tag': 'noindex',
      },
    },
  )
}
