import { chooseCamera } from '#lib/api/cameras.ts'
import { getContent } from '#lib/app-context/content-context.ts'
import { getContext } from '#lib/app-context/context.ts'
import { getEnv } from '#lib/app-context/env.ts'
import { findDocument } from '#lib/content/model/get-documents.ts'
import { DomainError } from '#lib/core/errors.ts'
import { printerTag, untilContentChanges, untilPrinterChanges } from '#lib/core/page-options.ts'
import { jsonResponse } from '#lib/http/public-response.ts'
import { apiRoute } from '#lib/http/route.ts'
import {
  describeLinkEmbed,
  describePrintEmbed,
  describePrinterEmbed,
} from '#lib/printers/embeds/oembed.ts'
import {
  type OembedLimits,
  type PrinterAddress,
  parseOembedQuery,
  parsePrinterAddress,
  unknownPage,
} from '#lib/printers/embeds/oembed-query.ts'
import { getSite } from '#lib/site/site.ts'
import { chooseImage } from '../../content-metadata.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = apiRoute({
  async GET(request) {
    const { path, camera, ...limits } = parseOembedQuery(
      new URL(request.url).searchParams,
      getEnv().siteUrl,
    )
    const address = parsePrinterAddress(path)
    return address === null
      ? jsonResponse(request, await describeDocumentAt(path, limits), untilContentChanges)
      : jsonResponse(
          request,
          await describeAddress(address, camera, limits),
          untilPrinterChanges(printerTag(address.printerId)),
        )
  },
})

function getAbout() {
  const formats = getSite()
  const { title: siteTitle, author } = formats
  return { siteUrl: getEnv().siteUrl, siteTitle, authorName: author.name, formats }
}

async function describeAddress(
  { printerId, print }: PrinterAddress,
  given: string | null,
  limits: OembedLimits,
) {
  const { printerQueries, printQueries } = await getContext()
  const printer = await printerQueries.requirePrinter(printerId)
  const camera = chooseCamera(printer, given)
  if (camera === null)
    throw new DomainError('not-found', `Printer ${printerId} has no camera ${given}.`)
  if (print === null) return describePrinterEmbed(printer, limits, getAbout(), Date.now(), camera)
  const found = await printQueries.getPrint(printerId, print, { camera })
  return describePrintEmbed(found, printer, limits, getAbout())
}

async function describeDocumentAt(path: string, limits: OembedLimits) {
  const document = findDocument(await getContent(), path)
  if (document === null) throw unknownPage(getEnv().siteUrl)
  const title = document.kind === 'post' ? document.label : document.title
  return describeLinkEmbed({ title, image: chooseImage(document, title) }, limits, getAbout())
}
