import { getContext } from '#lib/context.ts'
import { getEnv } from '#lib/env.ts'
import { parsePrinterId } from '#lib/http/params.ts'
import { answerBytes } from '#lib/http/public-answer.ts'
import { resource } from '#lib/http/route.ts'
import { renderPlainText } from '#lib/printers/elsewhere/plain-text.ts'
import { printerPagePath } from '#lib/printers/wire/printer.ts'
import { site } from '#lib/site.ts'

/** `/printers/1.txt`, where `next.config.js` leads here from, and `/printers/1` for those who ask for text. */
export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource<{ printer: string }>(
  {
    async GET(request, params) {
      const id = parsePrinterId(params.printer)
      const { views } = await getContext()
      const settings = { siteUrl: getEnv().siteUrl, timeZone: site.timeZone }
      const text = renderPlainText(await views.requirePrinter(id), settings, Date.now())
      return answerBytes(request, Buffer.from(text), {
        'content-type': 'text/plain; charset=utf-8',
        'cache-control': 'public, max-age=0, s-maxage=5, must-revalidate',
        'content-location': `${printerPagePath(id)}.txt`,
        vary: 'Accept',
        'cache-tag': `printer:${id}`,
      })
    },
  },
  'text',
)
