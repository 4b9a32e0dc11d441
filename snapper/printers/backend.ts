import type { Camera } from '../camera.ts'
import type { Turn } from '../picture/turn.ts'
import type { Reading } from '../report.ts'

export const backendNames = ['octoprint', 'moonraker', 'prusalink'] as const
export type BackendName = (typeof backendNames)[number]

/** Where the printer's server is. */
export interface PrinterAddress {
  /** Ends with a slash; may hold a user and a password. */
  root: URL
  key: string | null
}

export type Before = Pick<Reading, 'state' | 'jobName'>

export interface BackendReading {
  reading: Reading
  /** Why there is no more to say and what to do, for the log; `null` where the server answered. */
  detail: string | null
}

export interface KnownCamera {
  camera: Camera
  turn: Turn
}

/** A kind of printer server. A fault is a result: nothing here throws. */
export interface Backend {
  name: BackendName
  /** @param before what was reported last, if anything */
  read(before: Before | null, signal: AbortSignal): Promise<BackendReading>
  /** The camera that the server knows of; `null` where it knows none or doesn't say. */
  findCamera(signal: AbortSignal): Promise<KnownCamera | null>
}
