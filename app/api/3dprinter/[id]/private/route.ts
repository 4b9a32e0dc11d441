import { privateRoute } from '../private-route.ts'

/** The printer with what isn't public. A separate address, so that the public one is the same for all. */
export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = privateRoute<{ id: string }>(
  async ({ printerQueries }, id) => Response.json(await printerQueries.requirePrivate(id)),
)
