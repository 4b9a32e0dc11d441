import { singleton } from '#lib/core/singleton.ts'
import { maxRefusals, type OverviewStore, type Refusal } from '../overview/overview-store.ts'

/** Before the printers are known, strangers may send reports to any number. */
const maxPrinters = 100
const writablePath = /^\/api\/3dprinter\/([1-9]\d{0,8})(?:\/?|\/image\.jpg)$/

/** Noted by this process and not stored yet. The HTTP server and Next's routes both note. */
const getPending = () =>
  singleton('refusals', () => ({
    ofPrinters: new Map<number, Refusal[]>(),
    /** `null` before the store is open. */
    knownIds: null as ReadonlySet<number> | null,
    onNoted: null as (() => void) | null,
  }))

/** The printer that a request with this method and path reports of; `null` where it is no report. */
export function findReported(method: string, path: string): number | null {
  const [, id] = method === 'GET' || method === 'HEAD' ? [] : (writablePath.exec(path) ?? [])
  return id === undefined ? null : Number(id)
}

interface RefusedRequest {
  method: string
  path: string
  address: string
  userAgent?: string | null | undefined
}

/** The snapper's doctor sends an empty report to check the credentials. A snapper's own report is never empty. */
function isProbe({ userAgent }: RefusedRequest, code: string): boolean {
  return code === 'empty-patch' && (userAgent?.startsWith('paparazza-snapper/') ?? false)
}

export function noteRefusal(
  request: RefusedRequest,
  { code, message: reason }: { code: string; message: string },
  at = new Date(),
): void {
  const id = findReported(request.method, request.path)
  const { ofPrinters, knownIds, onNoted } = getPending()
  if (id === null || knownIds?.has(id) === false || isProbe(request, code)) return
  const { address } = request
  const earlier = ofPrinters.get(id) ?? []
  const same = earlier.find((each) => each.code === code && each.address === address)
  const refusal = { at, code, reason, address, count: (same?.count ?? 0) + 1 }
  if (earlier.length === 0 && ofPrinters.size >= maxPrinters)
    ofPrinters.delete(ofPrinters.keys().next().value ?? id)
  const kept = [refusal, ...earlier.filter((each) => each !== same)].slice(0, maxRefusals)
  ofPrinters.set(id, kept)
  onNoted?.()
}

export interface Refusals {
  /** By printer, newest first: those that any process has stored, and all of this one's. */
  list(): Promise<Map<number, Refusal[]>>
  /** Refused reports of other printers aren't noted any more. */
  setPrinters(ids: Iterable<number>): void
  close(): Promise<void>
}

/**
 * Stores what is noted: at once, then at most once in `everyMs`, whatever arrives. Of any number of refused reports each process
 * stores at most eight of a printer then.
 */
export function openRefusals(
  store: Pick<OverviewStore, 'noteRefusals' | 'listRefusals'>,
  everyMs = 5_000,
): Refusals {
  const pending = getPending()
  let writing: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | null = null

  async function writeAll(): Promise<void> {
    const noted = [...pending.ofPrinters]
    pending.ofPrinters.clear()
    // While the store is down, the log has them. The last of each printer is tried again.
    for (const [id, refusals] of noted)
      await store.noteRefusals(id, refusals).catch(() => {
        if (!pending.ofPrinters.has(id)) pending.ofPrinters.set(id, refusals)
      })
  }

  function write(): Promise<void> {
    writing = writing.then(writeAll)
    return writing
  }

  function onNoted(): void {
    if (timer !== null) return
    void write()
    timer = setTimeout(() => {
      timer = null
      if (pending.ofPrinters.size > 0) onNoted()
    }, everyMs).unref()
  }

  pending.onNoted = onNoted
  if (pending.ofPrinters.size > 0) onNoted()
  return {
    async list() {
      await write()
      return await store.listRefusals()
    },
    setPrinters(ids) {
      pending.knownIds = new Set(ids)
    },
    async close() {
      if (timer !== null) clearTimeout(timer)
      pending.onNoted = null
      await write()
    },
  }
}
