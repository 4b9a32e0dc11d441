import { DomainError } from '#lib/core/errors.ts'
import { apiRoute } from '#lib/http/route.ts'

const missing = async (): Promise<Response> => {
  throw new DomainError('not-found', 'No such endpoint. See /api/openapi.json for the API.')
}

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = apiRoute({
  GET: missing,
  POST: missing,
  PUT: missing,
  PATCH: missing,
  DELETE: missing,
})
