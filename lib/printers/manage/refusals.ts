import { singleton } from '#lib/core/singleton.ts'

/** A report that was not accepted. */
export interface Refusal {
  at: Date
  code: string
  reason: string
  address: string
  /** How often in a row. */
  count: number
}

const maxOfPrinter = 8
/** Strangers may send reports to printers that don't exist. */
const maxPrinters = 100
const writablePath = /^\/api\/3dprinter\/([1-9]\d{0,8})(?:\/?|\/image\.jpg)$/

/** Of this process since its start: a row for each would let strangers write into the database. */
const getRefusals = () =>
  singleton('refusals', () => ({ since: new Date(), ofPrinters: new Map<number, Refusal[]>() }))

/** The printer that a request with this method and path reports of; `null` where it is no report. */
export function findReported(method: string, path: string): number | null {
  const [, id] = method === 'GET' || method === 'HEAD' ? [] : (writablePath.exec(path) ?? [])
  return id === undefined ? null : Number(id)
}

export function noteRefusal(
  request: { method: string; path: string; address: string },
  { code, message }: { code: string; message: string },
  at = new Date(),
): void {
  const id = findReported(request.method, request.path)
  if (id === null) return
  const { ofPrinters } = getRefusals()
  const earlier = ofPrinters.get(id) ?? []
  const same = earlier.find((each) => each.code === code && each.address === request.address)
  const refusal = {
    at,
    code,
    reason: message,
    address: request.address,
    count: (same?.count ?? 0) + 1,
  }
  if (earlier.length === 0 && ofPrinters.size >= maxPrinters)
    ofPrinters.delete(ofPrinters.keys().next().value ?? id)
  const kept = [refusal, ...earlier.filter((each) => each !== same)].slice(0, maxOfPrinter)
  ofPrinters.set(id, kept)
}

/** Newest first. */
export function listRefusals(printerId: number): readonly Refusal[] {
  return getRefusals().ofPrinters.get(printerId) ?? []
}

export function getRefusalsSince(): Date {
  return getRefusals().since
}
