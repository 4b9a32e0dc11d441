import { z } from 'zod'
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiResponseObject,
} from 'zod-openapi'
import { pictureFormats } from '#lib/api/picture-formats.ts'
import { historySchema, printerSchema } from '#lib/api/schema/printer.ts'
import { variantWidths } from '#lib/images/variants.ts'
import { oembedSchema } from '#lib/printers/embeds/oembed.ts'
import { reportSchema } from '#lib/printers/report.ts'
import {
  archiveQuery,
  describePrintPaths,
  type PublicOperation,
  pageQuery,
} from './openapi-prints.ts'

const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    instance: z.string(),
    request_id: z.string().optional(),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457.' })

const id = z.string().regex(/^[1-9]\d{0,8}$/)
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const report = reportSchema.partial()
const jpeg = { 'image/jpeg': { schema: { type: 'string', format: 'binary' } } } as const
const binary = z.any().meta({ override: { type: 'string', format: 'binary' } })
const accepted = printerSchema.extend({ sha256: sha256.optional() })

const ok = (schema: z.ZodType, description: string): ZodOpenApiResponseObject => ({
  description,
  content: { 'application/json': { schema } },
})
const faults = (...statuses: number[]): Record<string, ZodOpenApiResponseObject> =>
  Object.fromEntries(
    statuses.map((status) => [
      String(status),
      {
        description: 'A problem document. Nothing has changed.',
        content: { 'application/problem+json': { schema: problem } },
      },
    ]),
  )
const reading = (operation: PublicOperation): ZodOpenApiOperationObject => {
  const { ok: answer, faults: statuses = [], ...rest } = operation
  const unchanged = { '304': { description: 'Unchanged since If-None-Match.' } }
  return { ...rest, responses: { '200': answer, ...unchanged, ...faults(...statuses, 503) } }
}
const writing = { security: [{ basic: [] }, { bearer: [] }] }
const writeFaults = faults(400, 401, 403, 404, 408, 409, 413, 415, 422, 429, 503, 507)

/** The API's description (OpenAPI 3.1), made of the schemas that check requests and that tests hold answers against. */
export function describeApi(siteUrl: string) {
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Paparazza',
      version: '1.0.0',
      description:
        "A 3D printer's live page: a snapper PATCHes pictures and readings, everybody may read them. It changes only by addition.",
      license: { name: 'AGPL-3.0-only', identifier: 'AGPL-3.0-only' },
    },
    servers: [{ url: siteUrl }],
    components: {
      securitySchemes: {
        basic: { type: 'http', scheme: 'basic' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
    },
    paths: {
      '/api/3dprinter/': {
        get: reading({
          operationId: 'listPrinters',
          ok: ok(z.array(printerSchema), 'Every printer as it is now.'),
        }),
      },
      '/api/3dprinter/{id}/': {
        get: reading({
          operationId: 'getPrinter',
          requestParams: { path: z.object({ id }) },
          ok: ok(printerSchema, 'The printer as it is now.'),
          faults: [404],
        }),
        patch: {
          operationId: 'reportPrinter',
          ...writing,
          requestParams: { path: z.object({ id }) },
          requestBody: {
            required: true,
            content: {
              'multipart/form-data': { schema: report.extend({ image: binary.optional() }) },
              'application/x-www-form-urlencoded': { schema: report },
              'application/json': { schema: report },
            },
          },
          responses: {
            '200': ok(accepted, 'Taken in: picture and row are on disk.'),
            ...writeFaults,
          },
        },
      },
      '/api/3dprinter/{id}/image.jpg': {
        put: {
          operationId: 'putPicture',
          ...writing,
          requestParams: { path: z.object({ id }) },
          requestBody: {
            required: true,
            content: {
              ...jpeg,
              'multipart/form-data': { schema: z.object({ file: binary }) },
            },
          },
          responses: { '200': ok(accepted, 'Taken in.'), ...writeFaults },
        },
      },
      '/api/3dprinter/{id}/snapshot.jpg': {
        get: reading({
          operationId: 'getPicture',
          requestParams: {
            path: z.object({ id }),
            query: z.object({ width: z.enum(variantWidths.map(String)).optional() }),
          },
          ok: { description: 'The current picture.', content: jpeg },
          faults: [404],
        }),
      },
      '/api/3dprinter/{id}/snapshots': {
        get: reading({
          operationId: 'listSnapshots',
          requestParams: {
            path: z.object({ id }),
            query: pageQuery.extend(archiveQuery.shape),
          },
          ok: ok(historySchema, 'A page of history, newest first.'),
          faults: [400, 404],
        }),
      },
      ...describePrintPaths({ ok, reading }),
      '/api/oembed': {
        get: reading({
          operationId: 'getOembed',
          requestParams: {
            query: z.object({
              url: z.url().meta({ description: 'The address of a printer on this site.' }),
              maxwidth: z.string().optional(),
              maxheight: z.string().optional(),
              format: z.enum(['json']).optional(),
            }),
          },
          ok: ok(oembedSchema, 'oEmbed 1.0.'),
          faults: [400, 404, 501],
        }),
      },
      '/media/{sha256}/{variant}': {
        get: reading({
          operationId: 'getVariant',
          requestParams: {
            path: z.object({
              sha256,
              variant: z.enum(
                variantWidths.flatMap((width) =>
                  pictureFormats.map((format) => `${width}.${format}`),
                ),
              ),
            }),
          },
          ok: { description: 'A picture, for ever the same.', content: jpeg },
          faults: [404],
        }),
      },
    },
  })
}
