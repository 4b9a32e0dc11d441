import type { ApiSnapshot } from '#lib/api/schema/printer.ts'
import type { Media } from '../media.ts'
import type { PrinterQueries } from '../queries.ts'
import { type CardSettings, renderCard } from './card.ts'

/** A card shows its picture 1144 pixels wide; this width is good enough and has half the bytes. */
const maxPictureWidth = 960

/**
 * Renders a printer's current card with its picture embedded.
 * @throws DomainError `printer-not-found`, and those of `Media.getVariant`
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
  const variant = printer.snapshot === null ? null : findPicture(printer.snapshot)
  const picture = variant === null ? null : await media.getVariant(...variant)
  return renderCard(printer, picture?.bytes ?? null, settings, nowMs)
}

/** The widest JPEG up to the limit, or else the narrowest. */
function findPicture({ sources }: ApiSnapshot): [sha256: string, variant: string] | null {
  const jpegs = sources.filter(({ type }) => type === 'image/jpeg')
  const chosen = jpegs.findLast(({ width }) => width <= maxPictureWidth) ?? jpegs[0]
  const [, sha256, variant] = /\/media\/([0-9a-f]{64})\/([^/]+)$/.exec(chosen?.url ?? '') ?? []
  return sha256 === undefined || variant === undefined ? null : [sha256, variant]
}
