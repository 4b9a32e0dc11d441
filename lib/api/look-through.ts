import type { ApiPrinter } from './schema/printer.ts'

/** The printer with the picture of one camera in place of the first one's; as it is where it has no such camera. */
export function lookThrough(printer: ApiPrinter, number: number): ApiPrinter {
  const camera = number > 1 && printer.cameras?.find(({ id }) => id === number)
  if (!camera) return printer
  const { id, name } = printer
  // The reason in the report is the first camera's.
  return { ...printer, ...camera, id, name, reason: camera.publishing ? null : 'privacy' }
}
