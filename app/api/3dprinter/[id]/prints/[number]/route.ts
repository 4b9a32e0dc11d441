import { printJsonRoute } from './print-json-route.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = printJsonRoute(
  (prints, id, number, camera) => prints.getPrint(id, number, { camera }),
)
