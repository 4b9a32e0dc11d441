import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { getContent } from '#lib/app-context/content-context.ts'
import { getContentType } from '#lib/core/content-types.ts'
import { contentTag, untilContentChanges } from '#lib/core/page-options.ts'

/** An SVG may contain a style sheet; opened as a document, it may use that and nothing else. */
const drawingPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

type Context = { params: Promise<{ name: string }> }

/** The content's files. Their names contain a hash of their bytes, so they are immutable. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { name } = await params
  // No slash and no leading dot: only files in this folder.
  if (!/^[a-zA-Z0-9_-][a-zA-Z0-9._-]*$/.test(name)) return missing()
  const ending = extname(name)
  // The build keeps its records there too.
  if (ending === '.json') return missing()
  const { assetDirectory, hasAsset, changesAt } = await getContent()
  if (!hasAsset(name)) return missing()
  const bytes = await readFile(join(assetDirectory, name)).catch(absent)
  if (bytes === null) return missing()
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': getContentType(name),
      'cache-tag': contentTag,
      'cache-control': `public, max-age=31536000, s-maxage=${sharedSeconds(changesAt)}, immutable`,
      ...(ending === '.svg' ? { 'content-security-policy': drawingPolicy } : {}),
    },
  })
}

/** Shared caches ask again like for pages: a document that is withdrawn or has expired takes its pictures with it. */
function sharedSeconds(changesAt: Date | null): number {
  const left = ((changesAt?.getTime() ?? Number.POSITIVE_INFINITY) - Date.now()) / 1000
  return Math.max(0, Math.min(untilContentChanges.seconds, Math.floor(left)))
}

function missing(): Response {
  return new Response('Not found.\n', { status: 404 })
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null
  throw error
}
