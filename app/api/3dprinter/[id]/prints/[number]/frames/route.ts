import { printJsonRoute } from '../print-json-route.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = printJsonRoute(
  async (prints, id, number) => ({ frames: await prints.listFrames(id, number) }),
)
