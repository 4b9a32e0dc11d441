import type { EventEmitter } from 'node:events'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import { DomainError } from '#lib/core/errors.ts'
import type { PrinterEvents } from '../events.ts'
import type { IngestParts } from '../ingest.ts'
import type { Media } from '../media.ts'
import type { Store } from '../ports.ts'
import type { PrinterQueries } from '../queries.ts'
import type { Printer } from '../types.ts'
import type { RemoteErrorKind } from './remote-error.ts'
import { createRemotePrinter, type RemotePrinter, type RemoteTiming } from './remote-printer.ts'
import { createRemoteSync } from './remote-sync.ts'
import { parseSource, type RemoteSource } from './source.ts'

export interface RemotePrinters {
  /** The same queries; those of remote printers refresh them first and add their server's status. */
  decorateQueries(queries: PrinterQueries): PrinterQueries
  /** The same media; the current picture of a remote printer is refreshed first. */
  decorateMedia(media: Media): Media
  /** Where a printer's reports come from; `null`: from its snapper. */
  getSource(id: number): (RemoteSource & { fault: RemoteErrorKind | null }) | null
  /** Follows the sources that the owner sets while the site runs. */
  setPrinters(printers: readonly Pick<Printer, 'id' | 'source'>[]): void
  /** @throws DomainError `printer-remote` where the printer reports to another server */
  rejectReport(id: number): void
  close(): Promise<void>
}

interface RemotePrintersOptions {
  /** The environment's, by the printer's number here. They take precedence. */
  sources: ReadonlyMap<number, URL>
  store: Pick<Store, 'printers' | 'snapshots'>
  ingest: IngestParts
  events: EventEmitter<PrinterEvents>
  temporaryDir: string
  onError(printerId: number, message: string): void
  siteUrl: string
  timing?: Partial<RemoteTiming>
}

/** The printers whose API is on another server, refreshed when a visitor looks and rarely otherwise. */
export function createRemotePrinters(options: RemotePrintersOptions): RemotePrinters {
  const { sources, store, events } = options
  const sync = createRemoteSync(store.printers, events)
  const remotes = new Map<number, RemotePrinter>()

  function open(id: number, { url: source, isTrusted }: RemoteSource): void {
    const onError = (message: string) => options.onError(id, message)
    const remote = createRemotePrinter({ ...options, id, source, isTrusted, sync, onError })
    remotes.set(id, remote)
    remote.start()
  }
  for (const [id, url] of sources) open(id, { url, isTrusted: true })

  const getStored = ({ id, source }: Pick<Printer, 'id' | 'source'>): URL | null => {
    if (source === null || sources.has(id)) return null
    const url = parseSource(source, options.siteUrl)
    return typeof url === 'string' ? null : url
  }

  const refreshAll = () => Promise.all([...remotes.values()].map((remote) => remote.refresh()))

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
      async requirePrivate(id) {
        await remotes.get(id)?.refresh()
        return await queries.requirePrivate(id)
      },
      async listPrinters() {
        await refreshAll()
        return (await queries.listPrinters()).map(addRemote)
      },
      async listByRank() {
        await refreshAll()
        return (await queries.listByRank()).map(addRemote)
      },
    }),
    decorateMedia: (media) => ({
      ...media,
      async getCurrent(id, width) {
        await remotes.get(id)?.refresh()
        return media.getCurrent(id, width)
      },
    }),
    getSource(id) {
      const remote = remotes.get(id)
      if (remote === undefined) return null
      return { url: remote.source, isTrusted: sources.has(id), fault: remote.errorKind }
    },
    setPrinters(printers) {
      const stored = new Map(printers.map((printer) => [printer.id, getStored(printer)]))
      for (const [id, remote] of remotes) {
        if (sources.has(id) || stored.get(id)?.href === remote.source.href) continue
        remotes.delete(id)
        void remote.close()
      }
      for (const [id, url] of stored)
        if (url !== null && !remotes.has(id)) open(id, { url, isTrusted: false })
    },
    rejectReport(id) {
      const remote = remotes.get(id)
      if (remote === undefined) return
      throw new DomainError(
        'printer-remote',
        `Printer ${id} reports to ${remote.source.host}, not to this site. Send its reports there, or ask the owner of this site to remove the printer’s source${sources.has(id) ? ` (PRINTER_${id}_SOURCE)` : ''}.`,
      )
    },
    async close() {
      await Promise.all([...remotes.values()].map((remote) => remote.close()))
    },
  }
}
