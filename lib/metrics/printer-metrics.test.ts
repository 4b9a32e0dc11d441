import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Registry } from 'prom-client'
import { afterEach, expect, onTestFinished, test } from 'vitest'
import { openStore } from '#lib/storage/db/open-store.ts'
import {
  insertSamplePrinter,
  later,
  makeReading,
  makeReport,
  noon,
} from '#lib/storage/db/testing/samples.ts'
import { addPrinterMetrics } from './printer-metrics.ts'
import type { ReadingsSource } from './printer-samples.ts'

let folder: string | null = null
afterEach(async () => {
  if (folder !== null) await rm(folder, { recursive: true, force: true })
  folder = null
})

async function openSampleStore() {
  folder = await mkdtemp(join(tmpdir(), 'readings-'))
  const store = await openStore({ database: { kind: 'sqlite', dataDir: folder } })
  onTestFinished(() => store.close())
  return store
}

function scrape(source: ReadingsSource, now: Date): Promise<string> {
  const registry = new Registry()
  addPrinterMetrics(source, registry, () => now)
  return registry.metrics()
}

test('a store that can’t be read removes only the readings', async () => {
  const broken: ReadingsSource = {
    printers: { listPrinters: () => Promise.reject(new Error('gone')) },
    snapshots: { listCurrent: () => Promise.reject() },
  }
  const text = await scrape(broken, noon)
  expect(text).toContain('paparazza_store_up 0')
  expect(text).not.toContain('paparazza_printer_state{')
})

test('a printer without any report has a state and an age, and no readings', async () => {
  const store = await openSampleStore()
  const { createdAt } = await insertSamplePrinter(store.printers)
  const text = await scrape(store, later(120, createdAt))
  expect(text).toContain('paparazza_printer_state{printer="1",state="unknown"} 1')
  expect(text).toContain('paparazza_printer_report_age_seconds{printer="1"} 120')
  expect(text).toContain('paparazza_printer_interval_expected_seconds{printer="1"} 600')
  expect(text).not.toMatch(/^paparazza_printer_(picture_age|progress|temperature)\S*\{/m)
})

test('every reading of every printer is reported in base units', async () => {
  const store = await openSampleStore()
  const printer = await insertSamplePrinter(store.printers)
  await insertSamplePrinter(store.printers, 'Other')
  await store.snapshots.insertObservation(makeReport(printer.id, noon))
  const filament = { filamentUsedMm: 2450.5, filamentTotalMm: 5820 }
  await store.snapshots.insertObservation({
    ...makeReport(printer.id, later(290), { reading: makeReading(filament) }),
    intervalSeconds: 300,
  })
  const text = await scrape(store, later(350))
  for (const line of [
    'paparazza_store_up 1',
    'paparazza_printer_state{printer="1",state="printing"} 1',
    'paparazza_printer_state{printer="2",state="unknown"} 1',
    'paparazza_printer_progress_ratio{printer="1"} 0.423',
    'paparazza_printer_temperature_celsius{printer="1",heater="tool0"} 214.8',
    'paparazza_printer_target_temperature_celsius{printer="1",heater="tool0"} 215',
    'paparazza_printer_job_remaining_seconds{printer="1"} 1600',
    'paparazza_printer_filament_used_meters{printer="1"} 2.4505',
    'paparazza_printer_filament_planned_meters{printer="1"} 5.82',
    'paparazza_printer_picture_age_seconds{printer="1"} 60',
    'paparazza_printer_reading_age_seconds{printer="1"} 60',
    `paparazza_printer_picture_timestamp_seconds{printer="1"} ${later(290).getTime() / 1000}`,
    'paparazza_printer_interval_expected_seconds{printer="1"} 300',
    'paparazza_printer_interval_observed_seconds{printer="1"} 290',
    'paparazza_printer_picture_bytes{printer="1"} 81234',
  ])
    expect(text.split('\n')).toContain(line)
  expect(text).not.toContain('heater="bed"') // neither actual nor target
  expect(text).not.toContain('state="idle"') // only the current state
  expect(text).not.toMatch(/^paparazza_printer_picture_missing\{/m)
})

test('the names of heaters and jobs can’t create unlimited series', async () => {
  const store = await openSampleStore()
  const printer = await insertSamplePrinter(store.printers)
  const heaters = Array.from({ length: 20 }, (_, index) => [`tool${index}`, degrees(index)])
  const temperatures = Object.fromEntries([['a b.c', degrees(1)], ...heaters])
  const report = makeReport(printer.id, noon, { reading: makeReading({ temperatures }) })
  await store.snapshots.insertObservation(report)
  const text = await scrape(store, noon)
  expect(text.match(/^paparazza_printer_temperature_celsius\{/gm)).toHaveLength(12)
  expect(text).not.toContain('a b.c')
  expect(text).not.toContain('benchy')
})

function degrees(actual: number) {
  return { actual, target: null }
}

test('a paused camera has the reason for its missing picture', async () => {
  const store = await openSampleStore()
  const printer = await insertSamplePrinter(store.printers)
  await store.printers.updatePrinter(printer.id, { isPublishing: false })
  const text = await scrape(store, noon)
  expect(text).toContain('paparazza_printer_publishing{printer="1"} 0')
  expect(text).toContain('paparazza_printer_picture_missing{printer="1",reason="privacy"} 1')
  expect(text.match(/^paparazza_printer_picture_missing\{/gm)).toHaveLength(1)
})
