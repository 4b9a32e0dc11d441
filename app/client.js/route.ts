import { getClientScript } from '#lib/app-context/client-script.ts'

export const dynamic = 'force-dynamic'

export function GET(): Response {
  const script = getClientScript()
  if (script === null) return new Response(null, { status: 404 })
  return new Response(script.body, {
    headers: {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    },
  })
}
