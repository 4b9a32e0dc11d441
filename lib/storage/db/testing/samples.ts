import { createHash } from 'node:crypto'
import type { PrinterStore } from '#lib/printers/ports.ts'
import { emptyReading } from '#lib/printers/report.ts'
import type { NewObservation, NewSnapshot, Printer, Reading } from '#lib/printers/types.ts'

/* Sample data for tests. */

export const noon = new Date('2026-11-22T12:00:00.000Z')

export function later(seconds: number, start: Date = noon): Date {
  return new Date(start.getTime() + seconds * 1000)
}

export function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

export function insertSamplePrinter(
  printers: PrinterStore,
  name = 'Maker Select',
): Promise<Printer> {
  return printers.insertPrinter({
    name,
    isPublishing: true,
    publishesTemperatures: true,
    publishesJobName: false,
    publishesMaterial: true,
    publishesSpool: false,
    jobAlias: null,
  })
}

export function makeReading(changes: Partial<Reading> = {}): Reading {
  return {
    ...emptyReading,
    status: 'Printing benchy, 42 %',
    state: 'printing',
    progress: 42.3,
    jobName: 'benchy.gcode',
    elapsedSeconds: 1234.5,
    remainingSeconds: 1600,
    temperatures: { tool0: { actual: 214.8, target: 215 }, bed: { actual: null, target: null } },
    source: { backend: 'octoprint 1.11.8', snapper: '1.0.0' },
    ...changes,
  }
}

export function makeSnapshot(at: Date, changes: Partial<NewSnapshot> = {}): NewSnapshot {
  return {
    camera: 1,
    sha256: sha256Of(`picture of ${at.toISOString()}`),
    bytes: 81_234,
    width: 1280,
    height: 720,
    placeholder: 'data:image/webp;base64,UklGRg==',
    luma: 127.25,
    sharpness: 310.5,
    capturedAt: at,
    receivedAt: at,
    isClamped: false,
    ...changes,
  }
}

/** A report with a reading and a picture, all at one time. */
export function makeReport(
  printerId: number,
  at: Date,
  changes: Partial<NewObservation> = {},
): NewObservation {
  return {
    printerId,
    credentialId: 1,
    reading: makeReading(),
    intervalSeconds: null,
    snapshot: makeSnapshot(at),
    observedAt: at,
    receivedAt: at,
    ...changes,
  }
}
