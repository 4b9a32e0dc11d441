import { defaultIntervalSeconds } from '#lib/api/freshness.ts'
import type { PrinterStore, SnapshotStore } from '#lib/printers/ports.ts'
import type { Current, Printer, Reading } from '#lib/printers/types.ts'
import type { PrinterSeries } from './printer-series.ts'

export interface ReadingsSource {
  printers: Pick<PrinterStore, 'listPrinters'>
  snapshots: Pick<SnapshotStore, 'listCurrent'>
}

export interface Sample {
  series: PrinterSeries
  labels: Record<string, string>
  value: number
}

/** Clients choose heater names: limit their number and their characters, so that they can't create unlimited series. */
const maxHeaters = 12
const heaterName = /^[a-z][a-z0-9_]{0,31}$/i

/** @throws DomainError `storage-unavailable` */
export async function readPrinters(
  { printers, snapshots }: ReadingsSource,
  now: Date,
): Promise<Sample[]> {
  const all = await printers.listPrinters()
  const current = await snapshots.listCurrent()
  return all.flatMap((printer) => {
    const found = current.get(printer.id)
    return found === undefined ? [] : listSamples(printer, found, now)
  })
}

function listSamples(printer: Printer, current: Current, now: Date): Sample[] {
  const { observation, snapshot, lastReceivedAt } = current
  const reading = observation?.reading ?? null
  const label = { printer: String(printer.id) }
  const plain: [PrinterSeries, number | null | undefined][] = [
    ['observed', toSeconds(observation?.observedAt)],
    ['captured', toSeconds(snapshot?.capturedAt)],
    ['received', toSeconds(lastReceivedAt)],
    ['readingAge', age(observation?.observedAt, now)],
    ['pictureAge', age(snapshot?.capturedAt, now)],
    ['reportAge', age(lastReceivedAt ?? printer.createdAt, now)],
    ['expectedInterval', current.intervalSeconds ?? defaultIntervalSeconds],
    ['observedInterval', gap(current)],
    ['pictureBytes', snapshot?.bytes],
    ['publishing', printer.isPublishing ? 1 : 0],
    ['progress', reading?.progress == null ? null : reading.progress / 100],
    ['elapsed', reading?.elapsedSeconds],
    ['remaining', reading?.remainingSeconds],
    ['filamentUsed', toMeters(reading?.filamentUsedMm)],
    ['filamentPlanned', toMeters(reading?.filamentTotalMm)],
  ]
  const reason = printer.isPublishing ? (reading?.reason ?? null) : 'privacy'
  return [
    ...plain.flatMap(([series, value]) =>
      value == null ? [] : [{ series, labels: label, value }],
    ),
    { series: 'state', labels: { ...label, state: reading?.state ?? 'unknown' }, value: 1 },
    ...(reason === null
      ? []
      : [{ series: 'missing', labels: { ...label, reason }, value: 1 } as const]),
    ...listHeaters(label, reading?.temperatures ?? {}),
  ]
}

function listHeaters(
  label: Record<string, string>,
  temperatures: NonNullable<Reading['temperatures']>,
): Sample[] {
  return Object.entries(temperatures)
    .filter(([heater]) => heaterName.test(heater))
    .slice(0, maxHeaters)
    .flatMap(([heater, { actual, target }]) => {
      const labels = { ...label, heater }
      return [
        ...(actual === null ? [] : [{ series: 'temperature', labels, value: actual } as const]),
        ...(target === null ? [] : [{ series: 'target', labels, value: target } as const]),
      ]
    })
}

function toMeters(millimetres: number | null | undefined): number | null {
  return millimetres == null ? null : millimetres / 1000
}

function toSeconds(time: Date | null | undefined): number | null {
  return time ? time.getTime() / 1000 : null
}

function age(time: Date | null | undefined, now: Date): number | null {
  return time ? Math.max(0, (now.getTime() - time.getTime()) / 1000) : null
}

function gap({ snapshot, previousCapturedAt }: Current): number | null {
  if (snapshot === null || previousCapturedAt === null) return null
  return (snapshot.capturedAt.getTime() - previousCapturedAt.getTime()) / 1000
}
