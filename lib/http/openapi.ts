import { z } from 'zod'
import {
  createDocument,
  type ZodOpenApiObject,
  type ZodOpenApiOperationObject,
  type ZodOpenApiResponseObject,
} from 'zod-openapi'
import { pictureFormats } from '#lib/api/picture-formats.ts'
import { historySchema, printerSchema } from '#lib/api/schema/printer.ts'
import { variantWidths } from '#lib/images/variants.ts'
import { oembedSchema } from '#lib/printers/embeds/oembed.ts'
import { spaceApiSchema } from '#lib/printers/embeds/space-api.ts'
import { reportSchema } from '#lib/printers/report.ts'
import {
  archiveQuery,
  cameraQuery,
  describePrintPaths,
  type PublicOperation,
  pageQuery,
} from './openapi-prints.ts'
import { describePushPaths } from './openapi-push.ts'

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
const { filament_used_mm, filament_total_mm, source } = reportSchema.shape
const privateSchema = printerSchema.extend({
  paused_until: z.iso.datetime().nullable(),
  filament_used_mm,
  filament_total_mm,
  source: source.nullable(),
})
const accepted = printerSchema.extend({ sha256: sha256.optional() })

/**
 * What only binds a sender. A response's schema would otherwise deny fields that a later version adds, and values that a newer limit
 * allows.
 */
const ofRequestsOnly = ['additionalProperties', 'default', 'maximum', 'minimum', 'pattern'] as const

const ok = (schema: z.ZodType, description: string): ZodOpenApiResponseObject => ({
  description,
  content: { 'application/json': { schema } },
})
const problems = (...statuses: number[]): Record<string, ZodOpenApiResponseObject> =>
  Object.fromEntries(
    statuses.map((status) => [
      String(status),
      {
        description: 'A problem document. Nothing was changed.',
        content: { 'application/problem+json': { schema: problem } },
      },
    ]),
  )
const reading = (operation: PublicOperation): ZodOpenApiOperationObject => {
  const { ok: success, errors = [], ...rest } = operation
  const unchanged = { '304': { description: 'Unchanged since If-None-Match.' } }
  return { ...rest, responses: { '200': success, ...unchanged, ...problems(...errors, 503) } }
}
const authenticated = { security: [{ basic: [] }, { bearer: [] }] }
const writeErrors = problems(400, 401, 403, 404, 408, 409, 413, 415, 422, 429, 503, 507)

/** The API's description (OpenAPI 3.1), from the schemas that validate requests in production and responses in tests. */
export function describeApi(siteUrl: string) {
  const document: ZodOpenApiObject = {
    openapi: '3.1.0',
    info: {
      title: 'Paparazza',
      version: '1.0.0',
      description:
        "A 3D printer's live page: a snapper PATCHes pictures and readings, and anyone may read them. The API only grows: nothing is removed or renamed.",
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
          ok: ok(z.array(printerSchema), 'All printers in their current state.'),
        }),
      },
      '/api/3dprinter/{id}/': {
        get: reading({
          operationId: 'getPrinter',
          requestParams: { path: z.object({ id }) },
          ok: ok(printerSchema, 'The printer in its current state.'),
          errors: [404],
        }),
        patch: {
          operationId: 'reportPrinter',
          ...authenticated,
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
            '200': ok(accepted, 'Stored: picture and row are on disk.'),
            ...writeErrors,
          },
        },
      },
      '/api/3dprinter/{id}/private': {
        get: {
          operationId: 'getPrivatePrinter',
          description:
            'With a token that may read what is private: the printer with its job, temperatures and picture, whatever is public of them.',
          security: [{ bearer: [] }],
          requestParams: { path: z.object({ id }) },
          responses: {
            '200': ok(privateSchema, 'The printer in its current state.'),
            ...problems(401, 403, 404, 429, 503),
          },
        },
      },
      '/api/3dprinter/{id}/private/media/{sha256}/{variant}': {
        get: {
          operationId: 'getPrivatePicture',
          description:
            'With a token that may read what is private: the current picture while the camera is paused.',
          security: [{ bearer: [] }],
          requestParams: { path: z.object({ id, sha256, variant: z.string() }) },
          responses: {
            '200': { description: 'A variant of the picture.', content: jpeg },
            ...problems(401, 403, 404, 429, 503),
          },
        },
      },
      '/api/3dprinter/{id}/image.jpg': {
        put: {
          operationId: 'putPicture',
          ...authenticated,
          requestParams: { path: z.object({ id }), query: cameraQuery },
          requestBody: {
            required: true,
            content: {
              ...jpeg,
              'multipart/form-data': { schema: z.object({ file: binary }) },
            },
          },
          responses: { '200': ok(accepted, 'Stored.'), ...writeErrors },
        },
      },
      '/api/3dprinter/{id}/snapshot.jpg': {
        get: reading({
          operationId: 'getPicture',
          requestParams: {
            path: z.object({ id }),
            query: cameraQuery.extend({ width: z.enum(variantWidths.map(String)).optional() }),
          },
          ok: { description: 'The current picture.', content: jpeg },
          errors: [400, 404],
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
          errors: [400, 404],
        }),
      },
      ...describePrintPaths({ ok, reading }),
      ...describePushPaths({ ok, problems }),
      '/api/oembed': {
        get: reading({
          operationId: 'getOembed',
          requestParams: {
            query: z.object({
              url: z.url().meta({
                description: 'The address of a printer, print, post, project or page of this site.',
              }),
              maxwidth: z.string().optional(),
              maxheight: z.string().optional(),
              format: z.enum(['json']).optional(),
            }),
          },
          ok: ok(oembedSchema, 'oEmbed 1.0.'),
          errors: [400, 404, 501],
        }),
      },
      '/api/spaceapi.json': {
        get: reading({
          operationId: 'getSpaceApi',
          ok: ok(spaceApiSchema, 'All printers as an extension of a SpaceAPI document’s sensors.'),
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
          ok: { description: 'A picture. It never changes.', content: jpeg },
          errors: [404],
        }),
      },
    },
  }
  return createDocument(document, {
    override({ io, jsonSchema }) {
      if (io === 'input') return
      for (const name of ofRequestsOnly)
        if (name !== 'additionalProperties' || jsonSchema[name] === false) delete jsonSchema[name]
    },
  })
}
