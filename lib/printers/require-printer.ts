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
export function assertPublishing({ isPublishing }: Printer): void {
  if (!isPublishing)
    throw new DomainError('camera-resting', 'The owner has paused the camera. Try again later.')
}
