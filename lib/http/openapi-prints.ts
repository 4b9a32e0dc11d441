import { z } from 'zod'
import type {
  ZodOpenApiOperationObject,
  ZodOpenApiPathsObject,
  ZodOpenApiResponseObject,
} from 'zod-openapi'
import { cameraNumbers } from '#lib/api/cameras.ts'
import { readingSpans } from '#lib/api/paths.ts'
import { readingColumnsSchema, readingsSchema } from '#lib/api/schema/charts.ts'
import {
  archiveDaysSchema,
  framesSchema,
  printsSchema,
  printWithNeighboursSchema,
} from '#lib/api/schema/prints.ts'
import { printerStates } from '#lib/api/states.ts'

export type PublicOperation = Omit<ZodOpenApiOperationObject, 'responses'> & {
  ok: ZodOpenApiResponseObject
  errors?: number[]
}

const number = z.string().regex(/^[1-9]\d{0,8}$/)

export const cameraQuery = z.object({
  camera: z
    .enum(cameraNumbers.map(String))
    .optional()
    .meta({ description: 'Default: 1, the first.' }),
})

export const pageQuery = z.object({
  before: z.string().optional(),
  limit: z
    .string()
    .regex(/^\d{1,3}$/)
    .optional(),
})

export const archiveQuery = z.object({
  after: z
    .string()
    .optional()
    .meta({ description: 'The "previous" of a page, for newer pictures.' }),
  day: z.iso.date().optional(),
  from: z.string().optional().meta({ description: 'A day, or an RFC 3339 time.' }),
  to: z.string().optional().meta({ description: 'Likewise; exclusive.' }),
  state: z.enum(printerStates).optional(),
  print: number.optional(),
  ...cameraQuery.shape,
})

const readingsQuery = z.object({
  span: z
    .enum(Object.keys(readingSpans))
    .optional()
    .meta({ description: 'Ends now. Default: day.' }),
  print: number.optional(),
  from: z.iso
    .datetime({ offset: true })
    .optional()
    .meta({ description: 'Together with "to"; at most 31 days apart.' }),
  to: z.iso.datetime({ offset: true }).optional(),
})

/** The API's paths of prints and the archive. */
export function describePrintPaths({
  ok,
  reading,
}: {
  ok(schema: z.ZodType, description: string): ZodOpenApiResponseObject
  reading(operation: PublicOperation): ZodOpenApiOperationObject
}): ZodOpenApiPathsObject {
  const printer = { path: z.object({ id: number }) }
  const print = { path: z.object({ id: number, number }) }
  const animation = { 'image/webp': { schema: { type: 'string', format: 'binary' } } } as const
  return {
    '/api/3dprinter/{id}/snapshots/days': {
      get: reading({
        operationId: 'listDays',
        requestParams: {
          ...printer,
          query: cameraQuery.extend({ month: z.string().regex(/^\d{4}-\d\d$/) }),
        },
        ok: ok(archiveDaysSchema, 'The days of a month that have pictures.'),
        errors: [400, 404],
      }),
    },
    '/api/3dprinter/{id}/readings': {
      get: reading({
        operationId: 'getReadings',
        requestParams: { ...printer, query: readingsQuery },
        ok: ok(readingColumnsSchema, 'Readings of a time span as columns, with its pictures.'),
        errors: [400, 404],
      }),
    },
    '/api/3dprinter/{id}/prints': {
      get: reading({
        operationId: 'listPrints',
        requestParams: { ...printer, query: pageQuery },
        ok: ok(printsSchema, 'A page of prints, newest first.'),
        errors: [400, 404],
      }),
    },
    '/api/3dprinter/{id}/prints/{number}': {
      get: reading({
        operationId: 'getPrint',
        requestParams: { ...print, query: cameraQuery },
        ok: ok(printWithNeighboursSchema, 'A print.'),
        errors: [400, 404],
      }),
    },
    '/api/3dprinter/{id}/prints/{number}/frames': {
      get: reading({
        operationId: 'listFrames',
        requestParams: { ...print, query: cameraQuery },
        ok: ok(framesSchema, 'Its pictures, oldest first; an even selection of many.'),
        errors: [400, 404],
      }),
    },
    '/api/3dprinter/{id}/prints/{number}/readings': {
      get: reading({
        operationId: 'listReadings',
        requestParams: print,
        ok: ok(readingsSchema, 'Its readings, oldest first; an even selection of many.'),
        errors: [404],
      }),
    },
    '/api/3dprinter/{id}/prints/{number}/flipbook.webp': {
      get: reading({
        operationId: 'getFlipbook',
        requestParams: { ...print, query: cameraQuery },
        ok: { description: 'Its pictures as an animation.', content: animation },
        errors: [400, 404],
      }),
    },
  }
}
