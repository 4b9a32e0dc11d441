import type {
  ApiManagedPrinter,
  ApiManagedPrinters,
  ApiNewToken,
  ApiPunctuality,
  ApiRefusal,
  ApiSender,
  ApiToken,
} from '#lib/api/admin-printers.ts'
import { defaultIntervalSeconds } from '#lib/api/freshness.ts'
import { labelPrinters } from '#lib/api/label-printers.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import { listCameras } from '../list-cameras.ts'
import type { Refusal } from '../overview/overview-store.ts'
import { maxArrivals, measurePunctuality, punctualitySpanMs } from '../overview/punctuality.ts'
import type { PictureTotals, Store } from '../ports.ts'
import type { PrinterQueries } from '../queries.ts'
import type { RemotePrinters } from '../remote/remote-printers.ts'
import type { Credential, Current, Printer } from '../types.ts'
import { isExpired } from './is-expired.ts'
import type { Issued } from './manage-printers.ts'

export interface ManagedParts {
  store: Pick<Store, 'printers' | 'snapshots' | 'retention' | 'overview'>
  queries: Pick<PrinterQueries, 'listPrinters'>
  listRefusals(): Promise<Map<number, Refusal[]>>
  getSource: RemotePrinters['getSource']
  now(): Date
  siteUrl: string
  maxBytes: number
}

/** What the owner sees of all printers. */
export async function listManagedPrinters({
  store,
  queries,
  listRefusals,
  getSource,
  siteUrl,
  maxBytes,
  now,
}: ManagedParts): Promise<ApiManagedPrinters> {
  const [printers, shown, current, credentials, totals, refusals] = await Promise.all([
    store.printers.listPrinters(),
    queries.listPrinters(),
    store.snapshots.listCurrent(),
    store.printers.listCredentials(),
    store.retention.listTotals(),
    listRefusals(),
  ])
  const label = labelPrinters(printers)
  const shownById = new Map(shown.map((each) => [each.id, each]))
  return {
    at: now().toISOString(),
    printers: await Promise.all(
      printers.map(async (printer) =>
        serializeManaged(printer, {
          label: label(printer.id),
          shown: shownById.get(printer.id),
          current: current.get(printer.id),
          credentials: credentials.filter((each) => each.printerId === printer.id),
          totals: totals.get(printer.id) ?? { pictures: 0, bytes: 0 },
          source: getSource(printer.id),
          refusals: refusals.get(printer.id) ?? [],
          punctuality: await getPunctuality(store.overview, printer, now()),
        }),
      ),
    ),
    bytes: [...totals.values()].reduce((sum, each) => sum + each.bytes, 0),
    max_bytes: maxBytes,
    site_url: siteUrl,
  }
}

interface Known {
  label: string
  shown: ApiPrinter | undefined
  current: Current | undefined
  credentials: Credential[]
  totals: PictureTotals
  source: ReturnType<RemotePrinters['getSource']>
  refusals: readonly Refusal[]
  punctuality: ApiPunctuality | null
}

async function getPunctuality(
  overview: ManagedParts['store']['overview'],
  { id, intervalSeconds, isPublishing }: Printer,
  now: Date,
): Promise<ApiPunctuality | null> {
  const since = new Date(now.getTime() - punctualitySpanMs)
  return measurePunctuality(await overview.listArrivals(id, since, maxArrivals), {
    now,
    defaultSeconds: intervalSeconds ?? defaultIntervalSeconds,
    isPaused: !isPublishing,
  })
}

function serializeManaged(printer: Printer, known: Known): ApiManagedPrinter {
  const { shown, totals } = known
  return {
    id: printer.id,
    name: printer.name,
    label: known.label,
    is_paused: !printer.isPublishing,
    paused_until: formatTime(printer.pausedUntil),
    cameras: listCameras(printer).map(({ number, name, ownersName, isPublishing }) => ({
      number,
      name,
      owners_name: ownersName,
      is_paused: !isPublishing,
    })),
    publishes_temperatures: printer.publishesTemperatures,
    publishes_job_name: printer.publishesJobName,
    publishes_material: printer.publishesMaterial,
    publishes_spool: printer.publishesSpool,
    job_alias: printer.jobAlias,
    publishes_prints: printer.publishesPrintsSince !== null,
    interval_seconds: printer.intervalSeconds,
    source: known.source?.url.href ?? printer.source,
    is_remote: known.source !== null,
    is_source_fixed: known.source?.isTrusted ?? false,
    source_fault: known.source?.fault ?? null,
    picture: findSmallPicture(shown),
    status: shown?.status || null,
    observed_at: shown?.observed_at ?? null,
    last_received_at: shown?.last_updated ?? null,
    promised_seconds: shown?.interval_seconds ?? 0,
    punctuality: known.punctuality,
    sender: findSender(known),
    ...totals,
    tokens: known.credentials.map(serializeToken),
    refusals: known.refusals.map(serializeRefusal),
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
    last_used_by: credential.lastUsedBy,
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

/** As the newest reading says, else as the program that reported last calls itself. */
function findSender({ current, credentials, source }: Known): ApiSender {
  const said = current?.observation?.reading.source
  const reporters = credentials.filter(({ scope }) => scope === 'report')
  const [last] = reporters.toSorted(
    (one, other) => (other.lastUsedAt?.getTime() ?? 0) - (one.lastUsedAt?.getTime() ?? 0),
  )
  const snapper = said?.snapper === undefined ? null : `snapper ${said.snapper}`
  return {
    snapper: snapper ?? (source === null ? (last?.lastUsedBy ?? null) : null),
    backend: said?.backend ?? null,
  }
}
