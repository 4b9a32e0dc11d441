import { DomainError } from '#lib/core/errors.ts'
import type { Store } from '../ports.ts'
import { assertPublishing } from '../require-printer.ts'
import { isRunning } from './identity.ts'
import { requirePrint } from './print-queries.ts'
import { spanOfPrint } from './serialize-print.ts'

export interface PrintFlipbooks {
  /**
   * A print's pictures of one camera (default: the first) as an animated WebP.
   * @throws DomainError `printer-not-found`, `camera-resting`, `not-found` (no such print, still running, fewer than two pictures), `busy`,
   *   `image-process-unavailable`
   */
  getFlipbook(id: number, number: number, camera?: number): Promise<Buffer>
}

export function createPrintFlipbooks(
  store: Pick<Store, 'printers' | 'prints'>,
  flipbooks: { getFlipbook(sha256s: readonly string[]): Promise<Buffer | null> },
  { now, maxFrames }: { now(): Date; maxFrames: number },
): PrintFlipbooks {
  return {
    async getFlipbook(id, number, camera = 1) {
      const { printer, print } = await requirePrint(store, id, number)
      assertPublishing(printer, camera)
      // Every new picture would make another one, and rendering takes seconds.
      if (isRunning(print, now()))
        throw new DomainError(
          'not-found',
          'This print is still running. Try again when it has ended.',
        )
      const span = { ...spanOfPrint(print, now()), camera }
      const frames = await store.prints.listFrames(id, span, maxFrames)
      const bytes = await flipbooks.getFlipbook(frames.map(({ snapshot }) => snapshot.sha256))
      if (bytes === null)
        throw new DomainError('not-found', 'This print has fewer than two pictures.')
      return bytes
    },
  }
}
