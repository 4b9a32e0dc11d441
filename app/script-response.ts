import type { ClientScript } from '#lib/app-context/client-script.ts'

/** A script whose address contains a hash of its bytes. */
export function scriptResponse(script: ClientScript | null): Response {
  if (script === null) return new Response(null, { status: 404 })
  return new Response(script.body, {
    headers: {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    },
  })
}
