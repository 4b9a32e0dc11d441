import { isCameraPublishing } from '#lib/api/cameras.ts'
import { defaultIntervalSeconds } from '#lib/api/freshness.ts'
import type { ApiPrint } from '#lib/api/schema/prints.ts'
import type { Store } from '../ports.ts'
import type { SerializeSettings } from '../serialize.ts'
import type { HistoryEntry, Printer } from '../types.ts'
import { chooseBestPicture, maxCandidates } from './cover-picture.ts'
import { serializePrint, spanOfPrint } from './serialize-print.ts'
import type { Print } from './types.ts'

export type PrintSerializer = ReturnType<typeof createPrintSerializer>

/** Prints of the store as those of the API, each with its cover. */
export function createPrintSerializer(
  store: Pick<Store, 'snapshots' | 'prints'>,
  settings: SerializeSettings & { now(): Date },
) {
  const { prints } = store

  /** The owner's choice, else the best one; so also where the chosen picture is gone or another camera's. */
  async function findCover(
    { id }: Printer,
    print: Print,
    camera: number,
  ): Promise<HistoryEntry | null> {
    const span = { ...spanOfPrint(print, settings.now()), camera }
    const chosen = print.coverId === null ? null : await prints.getFrame(id, span, print.coverId)
    return chosen ?? chooseBestPicture(await prints.listLastFrames(id, span, maxCandidates))
  }

  return {
    /** @param isPictured `false`: without its cover, which needs a query of its own */
    async serialize(
      printer: Printer,
      print: Print,
      isPictured = true,
      camera = 1,
    ): Promise<ApiPrint> {
      const isPublic = isCameraPublishing(printer, camera)
      const picture = isPublic && isPictured ? await findCover(printer, print, camera) : null
      const intervalSeconds =
        print.outcome === 'running'
          ? (await store.snapshots.getCurrent(printer.id)).intervalSeconds
          : null
      const at = {
        now: settings.now(),
        intervalSeconds: intervalSeconds ?? defaultIntervalSeconds,
      }
      return serializePrint({ printer, print, picture }, at, settings)
    },
    async countPictures(printer: Printer, print: Print, camera = 1): Promise<number> {
      const span = { ...spanOfPrint(print, settings.now()), camera }
      return isCameraPublishing(printer, camera) ? prints.countFrames(printer.id, span) : 0
    },
  }
}
