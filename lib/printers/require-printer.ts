import { isCameraPublishing } from '#lib/api/cameras.ts'
import { DomainError } from '#lib/core/errors.ts'
import type { Store } from './ports.ts'
import type { Printer } from './types.ts'

export function printerNotFound(id: number): DomainError {
  return new DomainError('printer-not-found', `Printer ${id} does not exist.`)
}

/** @throws DomainError `printer-not-found` */
export async function requirePrinter(
  { printers }: Pick<Store, 'printers'>,
  id: number,
): Promise<Printer> {
  const printer = await printers.getPrinter(id)
  if (printer === null) throw printerNotFound(id)
  return printer
}

/** @throws DomainError `camera-resting` */
export function assertPublishing(printer: Printer, camera = 1): void {
  if (!isCameraPublishing(printer, camera))
    throw new DomainError('camera-resting', 'The owner has paused the camera. Try again later.')
}
