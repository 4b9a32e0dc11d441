import type { ApiSnapshot } from '#lib/api/schema/printer.ts'
import type { Media } from '../media.ts'
import type { PrinterQueries } from '../queries.ts'
import { type CardSettings, renderCard } from './card.ts'

/** The picture inside a card is shown at 1144 pixels; this many are enough of it, and half of the bytes. */
const maxPictureWidth = 960

/**
 * A printer's card as it is now, its picture within.
 * @throws DomainError `printer-not-found`, and what media throws
 */
export async function renderCardResponse(
  {
    printerQueries,
    media,
  }: { printerQueries: Pick<PrinterQueries, 'requirePrinter'>; media: Pick<Media, 'getVariant'> },
  id: number,
  settings: CardSettings,
  nowMs: number,
): Promise<string> {
  const printer = await printerQueries.requirePrinter(id)
  const address = printer.snapshot === null ? null : findPicture(printer.snapshot)
  const picture = address === null ? null : await media.getVariant(...address)
  return renderCard(printer, picture?.bytes ?? null, settings, nowMs)
}

/** The widest JPEG that isn't too wide, or the narrowest there is. */
function findPicture({ sources }: ApiSnapshot): [sha256: string, variant: string] | null {
  const jpegs = sources.filter(({ type }) => type === 'image/jpeg')
  const chosen = jpegs.findLast(({ width }) => width <= maxPictureWidth) ?? jpegs[0]
  const [, sha256, variant] = /\/media\/([0-9a-f]{64})\/([^/]+)$/.exec(chosen?.url ?? '') ?? []
  return sha256 === undefined || variant === undefined ? null : [sha256, variant]
}
