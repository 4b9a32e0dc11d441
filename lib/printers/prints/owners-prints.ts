import type {
  ApiOwnersPrint,
  ApiOwnersPrints,
  ApiPrintEditor,
  ApiPrintPictures,
} from '#lib/api/admin-prints.ts'
import { isCameraPublishing } from '#lib/api/cameras.ts'
import { formatPrintTitle } from '#lib/api/describe-print.ts'
import { findJpeg } from '#lib/api/find-jpeg.ts'
import type { Store } from '../ports.ts'
import { requirePrinter } from '../require-printer.ts'
import { type SerializeSettings, serializeSnapshot } from '../serialize.ts'
import type { HistoryCursor, Printer } from '../types.ts'
import { requirePrint } from './print-queries.ts'
import { createPrintSerializer } from './print-serializer.ts'
import { getPublicPrintName, spanOfPrint } from './serialize-print.ts'
import type { Print } from './types.ts'

const withHidden = true
const maxPictures = 48
const pictureWidth = 320

export interface OwnersPrints {
  /** Newest first, hidden ones included. */
  list(id: number, page: { before: HistoryCursor | null; limit: number }): Promise<ApiOwnersPrints>
  get(id: number, number: number): Promise<ApiPrintEditor>
  /** @param part only those of a part of the print, both ends included */
  listPictures(
    id: number,
    number: number,
    part: { from: Date; to: Date } | null,
  ): Promise<ApiPrintPictures>
}

/** What the owner sees of prints. Every function throws DomainError `printer-not-found`; those for one print also `not-found`. */
export function createOwnersPrints(
  store: Pick<Store, 'printers' | 'snapshots' | 'prints' | 'printEdits'>,
  settings: SerializeSettings & { formatCursor(cursor: HistoryCursor): string; now(): Date },
): OwnersPrints {
  const { serialize, countPictures } = createPrintSerializer(store, settings)

  async function serializeOwn(printer: Printer, print: Print): Promise<ApiOwnersPrint> {
    return {
      ...(await serialize(printer, print)),
      job: print.jobName,
      markdown: print.note?.markdown ?? '',
      is_hidden: print.isHidden,
      has_own_cover: print.coverId !== null,
    }
  }

  const formatTitle = (printer: Printer, print: Print) =>
    formatPrintTitle({
      title: print.name,
      name: getPublicPrintName(printer, print),
      number: print.number,
    })

  return {
    async list(id, page) {
      const printer = await requirePrinter(store, id)
      const found = await store.prints.listPrints(id, { ...page, withHidden })
      const last = found.length === page.limit ? found.at(-1) : undefined
      return {
        prints: await Promise.all(found.map((print) => serializeOwn(printer, print))),
        next: last
          ? settings.formatCursor({ capturedAt: last.firstSeenAt, id: last.number })
          : null,
      }
    },
    async get(id, number) {
      const found = await requirePrint(store, id, number, { withHidden })
      const { printer, print, previous } = found
      const joined = await store.printEdits.listJoined(id, print.number)
      return {
        print: await serializeOwn(printer, print),
        previous: previous && { number: previous.number, title: formatTitle(printer, previous) },
        joined: joined.map((each) => ({
          number: each.number,
          at: each.firstSeenAt.toISOString(),
        })),
      }
    },
    async listPictures(id, number, part) {
      const { printer, print } = await requirePrint(store, id, number, { withHidden })
      if (!isCameraPublishing(printer, 1)) return { pictures: [], total: 0 }
      const span = { ...spanOfPrint(print, settings.now()), ...part }
      const frames = await store.prints.listFrames(id, span, maxPictures)
      return {
        pictures: frames.map(({ snapshot, reading }) => {
          const shown = serializeSnapshot(printer, snapshot, reading, settings)
          const jpeg = findJpeg(shown, pictureWidth)
          return {
            id: snapshot.id,
            url: jpeg === null ? '' : new URL(jpeg.url).pathname,
            captured_at: snapshot.capturedAt.toISOString(),
            alt: shown.alt,
          }
        }),
        total: await countPictures(printer, print),
      }
    },
  }
}
