import { DomainError } from '#lib/core/errors.ts'
import { route } from '#lib/http/route.ts'

const missing = async (): Promise<Response> => {
  throw new DomainError('not-found', 'Nothing is here. The owner’s pages are below /admin.')
}

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = route(
  { GET: missing, POST: missing, PUT: missing, PATCH: missing, DELETE: missing },
  { isPrivate: true },
)
