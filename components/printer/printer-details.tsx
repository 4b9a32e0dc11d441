import { type Freshness, getFreshness } from '#lib/api/freshness.ts'
import type { ApiHeater, ApiMaterial, ApiPrinter, ApiSnapshot } from '#lib/api/schema/printer.ts'
import { getLastSeenAt, isCutOff } from '#lib/api/sentences.ts'
import type { PrinterState } from '#lib/api/states.ts'
import { formatTarget, formatTemperature } from '#lib/api/temperatures.ts'
import { formatDuration } from '#lib/api/times.ts'
import { getPageSettings } from '#lib/site/page-settings.ts'
import { Detail } from './detail.tsx'
import { formatHeaterName } from './heater-name.ts'
import { Clock, Timestamp } from './timestamp.tsx'
import { formatNextUpdate } from './timing.ts'

/** The snapper tried, but got no readings. */
const unread: ReadonlySet<PrinterState> = new Set(['unreachable', 'unauthorized'])

/** Everything known about the printer, each with its own age. `shown` is the picture on the page, which may not be the newest. */
export function PrinterDetails({
  printer,
  shown,
  nowMs,
}: {
  printer: ApiPrinter
  shown: ApiSnapshot | null
  nowMs: number
}) {
  const age = { nowMs, intervalSeconds: printer.interval_seconds }
  const isUnread = unread.has(printer.state)
  return (
    <dl className="facts">
      {shown !== null && <Age at={shown.captured_at} label="Picture" suffix="old" {...age} />}
      {printer.observed_at !== null && (
        <Age
          at={printer.observed_at}
          label={isUnread ? 'Last checked' : 'Readings'}
          suffix={isUnread ? 'ago' : 'old'}
          {...age}
        />
      )}
      <NextPicture nowMs={nowMs} printer={printer} />
      {Object.entries(printer.temperatures ?? {}).map(([heater, reading]) => (
        <Temperature heater={heater} key={heater} {...reading} />
      ))}
      <MaterialDetails material={printer.material} />
      {printer.job?.name && !printer.job.title && (
        <Detail label="Job">
          <bdi className="wrap-anywhere">{printer.job.name}</bdi>
        </Detail>
      )}
    </dl>
  )
}

function Age({
  label,
  at,
  suffix,
  nowMs,
  intervalSeconds,
}: {
  label: string
  at: string
  suffix: 'old' | 'ago'
  nowMs: number
  intervalSeconds: number
}) {
  const ageMs = nowMs - Date.parse(at)
  return (
    <Detail label={label} note={<Timestamp at={at} />}>
      <span className="live-age flex flex-wrap items-baseline justify-between gap-x-4">
        {/* One text node, so that a wider digit shifts nothing. */}
        <span>{`${formatDuration(ageMs / 1000)} ${suffix}`}</span>{' '}
        <FreshnessMark freshness={getFreshness(ageMs, intervalSeconds)} />
      </span>
    </Detail>
  )
}

function NextPicture({ printer, nowMs }: { printer: ApiPrinter; nowMs: number }) {
  const lastSeenAt = getLastSeenAt(printer)
  if (lastSeenAt === null || isCutOff(printer)) return null
  const dueAt = new Date(lastSeenAt.getTime() + printer.interval_seconds * 1000)
  const isDue = dueAt.getTime() <= nowMs
  return (
    <Detail
      label={printer.publishing ? 'Next picture' : 'Next readings'}
      note={<Clock at={dueAt} nowMs={nowMs} words={`${isDue ? 'was ' : ''}expected at `} />}
    >
      <span className="live-age">{`${isDue ? '' : 'in '}${formatNextUpdate(printer, nowMs)}`}</span>
    </Detail>
  )
}

function Temperature({ heater, actual, target }: ApiHeater & { heater: string }) {
  if (actual === null) return null
  return (
    <Detail label={formatHeaterName(heater)} note={formatTarget(target, getPageSettings())}>
      {formatTemperature(actual, getPageSettings())}
    </Detail>
  )
}

/** Material and layer in words, after a stripe for each colour: SVG, because the site's CSP allows no style in the markup. */
export function MaterialDetails({ material }: { material: ApiMaterial | undefined }) {
  if (!material) return null
  return (
    <Detail label="Print">
      {material.filament_color?.split(',').map((fill) => (
        <svg aria-hidden="true" key={fill}>
          <rect fill={fill} />
        </svg>
      ))}
      {material.description}
    </Detail>
  )
}

const shapes = {
  fresh: <circle cx="6" cy="6" fill="currentColor" r="5" />,
  late: <path d="M6 1a5 5 0 0 1 0 10z" fill="currentColor" />,
  stale: null,
  silent: <path d="M2.5 2.5l7 7m0-7l-7 7" stroke="currentColor" strokeWidth="1.5" />,
} satisfies Record<Freshness, unknown>

/** One of four words, each with its own symbol. */
function FreshnessMark({ freshness }: { freshness: Freshness }) {
  return (
    // A minimum width, so that the symbol does not move when the word changes.
    <span className="label inline-flex min-w-17 items-center gap-1.5">
      <svg aria-hidden="true" className="size-2.5" viewBox="0 0 12 12">
        <circle cx="6" cy="6" fill="none" r="5" stroke="currentColor" strokeWidth="1.5" />
        {shapes[freshness]}
      </svg>
      <span>{freshness}</span>
    </span>
  )
}
