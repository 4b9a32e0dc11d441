import { getContext } from '#lib/app-context/context.ts'
import { getEnv } from '#lib/app-context/env.ts'
import { DomainError } from '#lib/core/errors.ts'
import { limitMentions } from '#lib/http/limit-visitors.ts'
import { route } from '#lib/http/route.ts'
import { readText } from '#lib/http/text-body.ts'
import { getSite } from '#lib/site/site.ts'

export const dynamic = 'force-dynamic'

/**
 * The Webmention endpoint. 201 and not 202: the recommendation allows a status page only there. A browser's form gets the page itself.
 */
export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = route(
  {
    async POST(request) {
      const { webmentionUrl } = getSite()
      if (webmentionUrl !== null)
        throw new DomainError('not-found', `Send webmentions to ${webmentionUrl}.`)
      const type = request.headers.get('content-type') ?? ''
      if (!/^application\/x-www-form-urlencoded\b/i.test(type))
        throw new DomainError(
          'unsupported-media-type',
          'Send source and target as application/x-www-form-urlencoded.',
        )
      limitMentions(request)
      const form = new URLSearchParams(await readText(request, 'malformed-form'))
      const { mentions } = await getContext()
      const token = await mentions.receive(form.get('source'), form.get('target'))
      const location = `${getEnv().siteUrl}/webmention/${token}`
      const isBrowser = request.headers.get('accept')?.includes('text/html') === true
      return new Response(isBrowser ? null : `Its state: ${location}\n`, {
        status: isBrowser ? 303 : 201,
        headers: {
          location,
          'content-type': 'text/plain; charset=utf-8',
          'cache-control': 'no-store',
        },
      })
    },
  },
  { errors: 'text' },
)
