import { readFont } from '#lib/site/theme/font-files.ts'

type Context = { params: Promise<{ name: string }> }

/** The site's typefaces. A page in a sandboxed frame has an opaque origin and may use them too. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const bytes = readFont((await params).name.replace(/\.woff2$/, ''))
  if (bytes === null) return new Response('Not found.\n', { status: 404 })
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': 'font/woff2',
      'cache-control': 'public, max-age=31536000, immutable',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
    },
  })
}
