import { defaultFormats } from '#lib/api/formats.ts'
import { jobFieldNames } from '#lib/api/schema/reading-fields.ts'
import { pickFields } from './report.ts'
import { type SerializeSettings, serializePrinter } from './serialize.ts'
import type { Current, Printer } from './types.ts'

/* A printer without any report. Tests overwrite what they need, so that a new field changes none of them. */

export const newPrinter: Printer = {
  id: 1,
  name: 'Maker Select',
  isPublishing: true,
  pausedUntil: null,
  publishesTemperatures: true,
  publishesJobName: true,
  publishesMaterial: true,
  publishesSpool: false,
  jobAlias: null,
  publishesPrintsSince: null,
  position: null,
  intervalSeconds: null,
  source: null,
  cameras: [],
  createdAt: new Date('2026-11-22T14:30:00Z'),
  revision: 1,
}

export const emptyCurrent: Current = {
  observation: null,
  snapshot: null,
  snapshotReading: null,
  otherCameras: [],
  previousCapturedAt: null,
  withdrawnCapturedAt: null,
  intervalSeconds: null,
  lastReceivedAt: null,
}

const settings: SerializeSettings = {
  siteUrl: 'https://example.org',
  getFormats: () => defaultFormats,
  listVariants: () => [],
}

export const newApiPrinter = serializePrinter(newPrinter, emptyCurrent, settings)
export const emptyApiJob = { name: null, ...pickFields(null, jobFieldNames) }
