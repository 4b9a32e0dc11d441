import { printJsonRoute } from '../print-json-route.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = printJsonRoute(
  async (prints, id, number, camera) => ({ frames: await prints.listFrames(id, number, camera) }),
)
