import { z } from 'zod'
import type { ZodOpenApiPathsObject, ZodOpenApiResponseObject } from 'zod-openapi'
import { lookUpInput, renewalInput, tapInput } from './push-inputs.ts'

const id = z.string().regex(/^[1-9]\d{0,8}$/)
const wish = z.object({
  wish: z.enum(['end', 'start']).nullable().meta({
    description: 'A message at the end of this print, or at the start of the next one, or none.',
  }),
})
const json = (schema: z.ZodType) => ({
  required: true,
  content: { 'application/json': { schema } },
})

/** What a visitor's browser sends for one push message about a printer. */
export function describePushPaths({
  ok,
  problems,
}: {
  ok: (schema: z.ZodType, description: string) => ZodOpenApiResponseObject
  problems: (...statuses: number[]) => Record<string, ZodOpenApiResponseObject>
}): ZodOpenApiPathsObject {
  const requestParams = { path: z.object({ id }) }
  const answer = ok(wish, 'The message that this browser waits for.')
  return {
    '/api/3dprinter/{id}/push': {
      get: {
        operationId: 'getPushKey',
        requestParams,
        responses: {
          '200': ok(z.object({ public_key: z.string() }), 'What a browser needs to subscribe.'),
          ...problems(404, 409, 503),
        },
      },
      put: {
        operationId: 'setPushWish',
        requestParams,
        requestBody: json(tapInput),
        responses: { '200': answer, ...problems(400, 404, 409, 413, 415, 422, 429, 503) },
      },
      post: {
        operationId: 'findPushWish',
        requestParams,
        requestBody: json(lookUpInput),
        responses: { '200': answer, ...problems(400, 404, 413, 415, 422, 503) },
      },
    },
    '/api/push': {
      put: {
        operationId: 'renewPushSubscription',
        description: 'A browser has another subscription now. What it waits for stays.',
        requestBody: json(renewalInput),
        responses: {
          '200': ok(z.object({ renewed: z.boolean() }), 'Whether it waited for a message.'),
          ...problems(400, 413, 415, 422, 429, 503),
        },
      },
    },
  }
}
