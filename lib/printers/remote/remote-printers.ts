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
  /** The same queries; those of remote printers refresh them first and add their server's status. */
  decorateQueries(queries: PrinterQueries): PrinterQueries
  /** The same media; the current picture of a remote printer is refreshed first. */
  decorateMedia(media: Media): Media
  /** @throws DomainError `printer-remote` where the printer reports to another server */
  rejectReport(id: number): void
  close(): Promise<void>
}

interface RemotePrintersOptions {
  /** The API address of each, by its number here. */
  sources: ReadonlyMap<number, URL>
  store: Pick<Store, 'printers' | 'snapshots'>
  ingest: IngestParts
  events: EventEmitter<PrinterEvents>
  temporaryDir: string
  onError(printerId: number, message: string): void
  timing?: Partial<RemoteTiming>
}

/** The printers whose API is on another server, refreshed when a visitor looks and rarely otherwise. */
export function createRemotePrinters(options: RemotePrintersOptions): RemotePrinters {
  const { sources, store, events } = options
  const sync = createRemoteSync(store.printers, events)
  const remotes = new Map<number, RemotePrinter>()
  for (const [id, source] of sources) {
    const onError = (message: string) => options.onError(id, message)
    const remote = createRemotePrinter({ ...options, id, source, sync, onError })
    remotes.set(id, remote)
    remote.start()
  }

  const addRemote = (printer: ApiPrinter): ApiPrinter => {
    const remote = remotes.get(printer.id)
    if (remote === undefined) return printer
    return { ...printer, remote: { host: remote.source.host, fault: remote.errorKind } }
  }

  return {
    decorateQueries: (queries) => ({
      async getPrinter(id) {
        await remotes.get(id)?.refresh()
        const printer = await queries.getPrinter(id)
        return printer === null ? null : addRemote(printer)
      },
      async requirePrinter(id) {
        await remotes.get(id)?.refresh()
        return addRemote(await queries.requirePrinter(id))
      },
      async listPrinters() {
        await Promise.all([...remotes.values()].map((remote) => remote.refresh()))
        return (await queries.listPrinters()).map(addRemote)
      },
    }),
    decorateMedia: (media) => ({
      ...media,
      async getCurrent(id, width) {
        await remotes.get(id)?.refresh()
        return media.getCurrent(id, width)
      },
    }),
    rejectReport(id) {
      const remote = remotes.get(id)
      if (remote === undefined) return
      throw new DomainError(
        'printer-remote',
        `Printer ${id} reports to ${remote.source.host}, not to this site. Send its reports there, or ask the owner of this site to unset PRINTER_${id}_SOURCE.`,
      )
    },
    async close() {
      await Promise.all([...remotes.values()].map((remote) => remote.close()))
    },
  }
}
