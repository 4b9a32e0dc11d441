import { mediaTypes, type PictureFormat } from '#lib/api/picture-formats.ts'
import { DomainError } from '#lib/core/errors.ts'
import type { PictureReader, Store } from './ports.ts'

export interface Media {
  /**
   * A picture by the address that the public view gave.
   * @throws DomainError `not-found` for every other address, a forgotten picture's too
   */
  getVariant(sha256: string, variant: string): Promise<{ bytes: Buffer; type: string }>
  /**
   * The current picture as JPEG: the widest offered up to 1280, or up to `width`, which is one of the list.
   * @throws DomainError `printer-not-found`, `camera-resting`, `not-found`
   */
  getCurrent(printerId: number, width: string | null): Promise<{ bytes: Buffer; capturedAt: Date }>
}

const plainWidth = 1280

export function createMedia(
  { printers, snapshots }: Pick<Store, 'printers' | 'snapshots'>,
  pictures: PictureReader,
): Media {
  return {
    async getVariant(sha256, variant) {
      const [, width, format] = /^(\d{3,4})\.(avif|webp|jpg)$/.exec(variant) ?? []
      if (width === undefined || !/^[0-9a-f]{64}$/.test(sha256)) throw nothingHere()
      // A blob can outlive its snapshot until the sweep: what the owner has purged is gone at once.
      if (!(await snapshots.hasSnapshot(sha256))) throw nothingHere()
      const known = format as PictureFormat // the pattern lets nothing else through
      const bytes = await pictures.getVariant(sha256, Number(width), known)
      if (bytes === null) throw nothingHere()
      return { bytes, type: mediaTypes[known] }
    },

    async getCurrent(printerId, width) {
      const printer = await printers.getPrinter(printerId)
      if (printer === null)
        throw new DomainError('printer-not-found', `There is no printer ${printerId} here.`)
      if (!printer.isPublishing)
        throw new DomainError('camera-resting', 'The owner lets the camera rest. Come back later.')
      const { snapshot } = await snapshots.getCurrent(printerId)
      if (snapshot === null)
        throw new DomainError('not-found', 'This printer has sent no picture yet.')
      const listWidths = (pictureWidth: number) =>
        pictures
          .listVariants({ ...snapshot, width: pictureWidth })
          .filter(({ format }) => format === 'jpg')
          .map((offered) => offered.width)
      // A camera may be smaller than what stands in other people's pages, or be changed for one.
      const known = listWidths(Number.POSITIVE_INFINITY)
      const most = width === null ? plainWidth : known.find((each) => String(each) === width)
      if (most === undefined)
        throw new DomainError('not-found', `"width" is one of ${known.join(', ')}.`)
      const widths = listWidths(snapshot.width)
      const chosen = widths.findLast((offered) => offered <= most) ?? widths[0]
      const bytes =
        chosen === undefined ? null : await pictures.getVariant(snapshot.sha256, chosen, 'jpg')
      if (bytes === null) throw nothingHere()
      return { bytes, capturedAt: snapshot.capturedAt }
    },
  }
}

function nothingHere(): DomainError {
  return new DomainError('not-found', 'No such picture is kept here.')
}
