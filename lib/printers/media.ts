import { mediaTypes, type PictureFormat } from '#lib/api/picture-formats.ts'
import { DomainError } from '#lib/core/errors.ts'
import type { PictureReader, Store } from './ports.ts'
import { assertPublishing, requirePrinter } from './require-printer.ts'

interface MediaFile {
  bytes: Buffer
  type: string
}

export interface Media {
  /**
   * A picture by the URL in the printer object.
   * @throws DomainError `not-found` for every other URL, also of a deleted picture, and while the camera is paused
   */
  getVariant(sha256: string, variant: string): Promise<MediaFile>
  /** A stored picture of a printer, hidden or not, for its owner alone. @throws DomainError `not-found` */
  getForOwner(printerId: number, pictureId: number, variant: string): Promise<MediaFile>
  /**
   * The current picture, also while the camera is paused, for who may read what is private.
   * @throws DomainError `not-found` for every other picture
   */
  getPrivate(printerId: number, sha256: string, variant: string): Promise<MediaFile>
  /**
   * The current picture of a camera (default: the first) as JPEG: the widest variant up to 1280, or up to `width`, one of the widths that exist.
   * @throws DomainError `printer-not-found`, `camera-resting`, `not-found`
   */
  getCurrent(
    printerId: number,
    width: string | null,
    camera?: number,
  ): Promise<{ bytes: Buffer; capturedAt: Date }>
}

const defaultWidth = 1280

export function createMedia(
  store: Pick<Store, 'printers' | 'snapshots' | 'pictures'>,
  pictures: PictureReader,
): Media {
  const { printers, snapshots } = store

  async function readVariant(sha256: string, variant: string): Promise<MediaFile> {
    const [, width, format] = /^(\d{3,4})\.(avif|webp|jpg)$/.exec(variant) ?? []
    if (width === undefined) throw notFound()
    const pictureFormat = format as PictureFormat // by the pattern
    const bytes = await pictures.getVariant(sha256, Number(width), pictureFormat)
    if (bytes === null) throw notFound()
    return { bytes, type: mediaTypes[pictureFormat] }
  }

  return {
    async getVariant(sha256, variant) {
      if (!/^[0-9a-f]{64}$/.test(sha256)) throw notFound()
      // A purged or hidden picture, or one of a paused camera, is gone at once, though its blob exists.
      if (!(await snapshots.isPublic(sha256))) throw notFound()
      return await readVariant(sha256, variant)
    },

    async getForOwner(printerId, pictureId, variant) {
      const picture = await store.pictures.getPicture(printerId, pictureId)
      if (picture === null) throw notFound()
      return await readVariant(picture.snapshot.sha256, variant)
    },

    async getPrivate(printerId, sha256, variant) {
      const { snapshot, otherCameras } = await snapshots.getCurrent(printerId)
      const shown = [snapshot, ...otherCameras.map((camera) => camera.snapshot)]
      if (!shown.some((each) => each?.sha256 === sha256)) throw notFound()
      return await readVariant(sha256, variant)
    },

    async getCurrent(printerId, width, camera = 1) {
      assertPublishing(await requirePrinter({ printers }, printerId), camera)
      const { snapshot: first, otherCameras } = await snapshots.getCurrent(printerId)
      const other = otherCameras.find(({ number }) => number === camera)
      const snapshot = camera === 1 ? first : (other?.snapshot ?? null)
      if (snapshot === null)
        throw new DomainError(
          'not-found',
          camera === 1
            ? 'This printer has sent no picture yet.'
            : `This printer has sent no picture of a camera ${camera} yet.`,
        )
      const listWidths = (pictureWidth: number) =>
        pictures
          .listVariants({ ...snapshot, width: pictureWidth })
          .filter(({ format }) => format === 'jpg')
          .map((variant) => variant.width)
      // A camera may be narrower than a width in another site's page, or be replaced by such a one.
      const allowed = listWidths(Number.POSITIVE_INFINITY)
      const maxWidth =
        width === null ? defaultWidth : allowed.find((each) => String(each) === width)
      if (maxWidth === undefined)
        throw new DomainError('not-found', `"width" must be one of ${allowed.join(', ')}.`)
      const widths = listWidths(snapshot.width)
      const chosen = widths.findLast((each) => each <= maxWidth) ?? widths[0]
      const bytes =
        chosen === undefined ? null : await pictures.getVariant(snapshot.sha256, chosen, 'jpg')
      if (bytes === null) throw notFound()
      return { bytes, capturedAt: snapshot.capturedAt }
    },
  }
}

function notFound(): DomainError {
  return new DomainError('not-found', 'There is no such picture.')
}
