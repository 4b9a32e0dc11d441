import { parsePart } from '#lib/http/owner/print-inputs.ts'
import { printRoute } from '../print-route.ts'

/** The print's pictures to choose from; with `?from=&to=` those of a part of it. */
export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = printRoute({
  GET: ({ ownersPrints }, [, id, number], request) =>
    ownersPrints.listPictures(id, number, parsePart(new URL(request.url).searchParams)),
})
