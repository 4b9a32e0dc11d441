import { getServiceWorker } from '#lib/app-context/client-script.ts'

export const dynamic = 'force-dynamic'

/** The icons and pictures of notifications load under this policy. */
const policy = "default-src 'none'; img-src 'self'; connect-src 'self'"

/** Shows push messages. Browsers ask for a newer one at most once a day, or when a page registers it; never without the server. */
export function GET(): Response {
  const script = getServiceWorker()
  if (script === null) return new Response(null, { status: 404 })
  return new Response(script, {
    headers: {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'no-cache',
      'content-security-policy': policy,
    },
  })
}
