import type {
  ApiManagedPrinter,
  ApiManagedPrinters,
  ApiNewToken,
  ApiRefusal,
  ApiToken,
} from '#lib/api/admin-printers.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import type { PictureTotals, Store } from '../ports.ts'
import type { PrinterQueries } from '../queries.ts'
import type { Credential, Current, Printer } from '../types.ts'
import { isExpired } from './is-expired.ts'
import type { Issued } from './manage-printers.ts'
import { getRefusalsSince, listRefusals, type Refusal } from './refusals.ts'

export interface ManagedParts {
  store: Pick<Store, 'printers' | 'snapshots' | 'retention'>
  queries: Pick<PrinterQueries, 'listPrinters'>
  isRemote(id: number): boolean
  siteUrl: string
  maxBytes: number
}

/** What the owner sees of all printers. */
export async function listManagedPrinters({
  store,
  queries,
  isRemote,
  siteUrl,
  maxBytes,
}: ManagedParts): Promise<ApiManagedPrinters> {
  const [printers, shown, current, credentials, totals] = await Promise.all([
    store.printers.listPrinters(),
    queries.listPrinters(),
    store.snapshots.listCurrent(),
    store.printers.listCredentials(),
    store.retention.listTotals(),
  ])
  const shownById = new Map(shown.map((each) => [each.id, each]))
  return {
    printers: printers.map((printer) =>
      serializeManaged(printer, {
        shown: shownById.get(printer.id),
        current: current.get(printer.id),
        credentials: credentials.filter((each) => each.printerId === printer.id),
        totals: totals.get(printer.id) ?? { pictures: 0, bytes: 0 },
        isRemote: isRemote(printer.id),
      }),
    ),
    bytes: [...totals.values()].reduce((sum, each) => sum + each.bytes, 0),
    max_bytes: maxBytes,
    refusals_since: getRefusalsSince().toISOString(),
    site_url: siteUrl,
  }
}

interface Known {
  shown: ApiPrinter | undefined
  current: Current | undefined
  credentials: Credential[]
  totals: PictureTotals
  isRemote: boolean
}

function serializeManaged(printer: Printer, known: Known): ApiManagedPrinter {
  const { shown, current, totals } = known
  return {
    id: printer.id,
    name: printer.name,
    is_paused: !printer.isPublishing,
    paused_until: formatTime(printer.pausedUntil),
    publishes_temperatures: printer.publishesTemperatures,
    publishes_job_name: printer.publishesJobName,
    job_alias: printer.jobAlias,
    publishes_prints: printer.publishesPrintsSince !== null,
    is_remote: known.isRemote,
    picture: findSmallPicture(shown),
    status: shown?.status || null,
    observed_at: shown?.observed_at ?? null,
    last_received_at: shown?.last_updated ?? null,
    promised_seconds: shown?.interval_seconds ?? 0,
    kept_seconds: findKeptSeconds(current),
    ...totals,
    tokens: known.credentials.map(serializeToken),
    refusals: listRefusals(printer.id).map(serializeRefusal),
  }
}

function serializeToken(credential: Credential): ApiToken {
  return {
    id: credential.id,
    name: credential.name ?? credential.username ?? 'Made by the command line',
    kind: credential.kind,
    scope: credential.scope,
    created_at: credential.createdAt.toISOString(),
    expires_at: formatTime(credential.expiresAt),
    is_expired: isExpired(credential),
    last_used_at: formatTime(credential.lastUsedAt),
    is_replaced: credential.replacedAt !== null,
  }
}

export function serializeIssued({ credential, secret }: Issued): ApiNewToken {
  return { token: serializeToken(credential), secret }
}

const serializeRefusal = (refusal: Refusal): ApiRefusal => ({
  ...refusal,
  at: refusal.at.toISOString(),
})

const formatTime = (time: Date | null) => time?.toISOString() ?? null

const smallWidth = 320

function findSmallPicture(printer: ApiPrinter | undefined): ApiManagedPrinter['picture'] {
  const snapshot = printer?.snapshot
  if (!snapshot) return null
  const jpegs = snapshot.sources.filter(({ type }) => type === 'image/jpeg')
  const source = jpegs.find(({ width }) => width >= smallWidth) ?? jpegs.at(-1)
  if (source === undefined) return null
  return {
    url: new URL(source.url).pathname,
    alt: snapshot.alt,
    captured_at: snapshot.captured_at,
  }
}

function findKeptSeconds(current: Current | undefined): number | null {
  const [last, previous] = [current?.snapshot?.capturedAt, current?.previousCapturedAt]
  return last && previous ? Math.round((last.getTime() - previous.getTime()) / 1000) : null
}
