import { getEnv } from '#lib/app-context/env.ts'
import { getCustomCss } from '#lib/site/theme/custom-css.ts'

export const dynamic = 'force-dynamic'

/** The owner's style sheet. Under another hash than its own it is not stored: it may be that of the next or the previous replica. */
export function GET(request: Request): Response {
  const css = getCustomCss(getEnv().contentDir)
  if (css === null) return new Response('Not found.\n', { status: 404 })
  const isCurrent = new URL(request.url).searchParams.get('v') === css.hash
  return new Response(new Uint8Array(css.body), {
    headers: {
      'content-type': 'text/css; charset=utf-8',
      'cache-control': isCurrent ? 'public, max-age=31536000, immutable' : 'no-store',
      // A page in a sandboxed frame has an opaque origin.
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
    },
  })
}
