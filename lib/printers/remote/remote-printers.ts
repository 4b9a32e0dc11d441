import type { EventEmitter } from 'node:events'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import { DomainError } from '#lib/core/errors.ts'
import type { PrinterEvents } from '../events.ts'
import type { IngestParts } from '../ingest.ts'
import type { Media } from '../media.ts'
import type { Store } from '../ports.ts'
import type { PrinterQueries } from '../queries.ts'
import { createRemotePrinter, type RemotePrinter, type RemoteTiming } from './remote-printer.ts'
import { createRemoteSync } from './remote-sync.ts'

export interface RemotePrinters {
  /** The same views, of which those of remote printers ask first and say whether their server answers. */
  decorateQueries(views: PrinterQueries): PrinterQueries
  /** The same pictures, the current one of a remote printer asked for first. */
  decorateMedia(media: Media): Media
  /** @throws DomainError `printer-remote` where the printer's reports go elsewhere */
  refuseReport(id: number): void
  close(): Promise<void>
}

export interface RemotePrintersOptions {
  /** Where each lives, by its number here. */
  sources: ReadonlyMap<number, URL>
  store: Pick<Store, 'printers' | 'snapshots'>
  ingest: IngestParts
  events: EventEmitter<PrinterEvents>
  temporaryDir: string
  onFault(printerId: number, message: string): void
  timing?: Partial<RemoteTiming>
}

/** The printers whose API lives elsewhere, each asked when somebody looks and seldom by itself. */
export function createRemotePrinters(options: RemotePrintersOptions): RemotePrinters {
  const { sources, store, events } = options
  const follower = createRemoteSync(store.printers, events)
  const remotes = new Map<number, RemotePrinter>()
  for (const [id, source] of sources) {
    const onFault = (message: string) => options.onFault(id, message)
    const remote = createRemotePrinter({ ...options, id, source, follower, onFault })
    remotes.set(id, remote)
    remote.start()
  }

  const tell = (printer: ApiPrinter): ApiPrinter => {
    const remote = remotes.get(printer.id)
    if (remote === undefined) return printer
    return { ...printer, remote: { host: remote.source.host, fault: remote.fault } }
  }

  return {
    decorateQueries: (views) => ({
      async getPrinter(id) {
        await remotes.get(id)?.look()
        const printer = await views.getPrinter(id)
        return printer === null ? null : tell(printer)
      },
      async requirePrinter(id) {
        await remotes.get(id)?.look()
        return tell(await views.requirePrinter(id))
      },
      async listPrinters() {
        await Promise.all([...remotes.values()].map((remote) => remote.look()))
        return (await views.listPrinters()).map(tell)
      },
    }),
    decorateMedia: (media) => ({
      ...media,
      async getCurrent(id, width) {
        await remotes.get(id)?.look()
        return media.getCurrent(id, width)
      },
    }),
    refuseReport(id) {
      const remote = remotes.get(id)
      if (remote === undefined) return
      throw new DomainError(
        'printer-remote',
        `Printer ${id} lives at ${remote.source.host} and is asked about there. Send its reports to that server, or let the owner of this site unset PRINTER_${id}_SOURCE.`,
      )
    },
    async close() {
      await Promise.all([...remotes.values()].map((remote) => remote.close()))
    },
  }
}
