import type { Camera } from '../camera.ts'
import type { Transform } from '../picture/transform.ts'
import type { Reading } from '../report.ts'

export const backendNames = ['octoprint', 'moonraker', 'prusalink'] as const
export type BackendName = (typeof backendNames)[number]

/** Where the printer's server is. */
export interface PrinterAddress {
  /** Ends with a slash; may hold a user and a password. */
  root: URL
  key: string | null
}

/** What was said last, which tells how to read what is said now. */
export interface PreviousState extends Pick<Reading, 'state' | 'jobName'> {
  /** As `Date.now()` counts. */
  seenAtMs: number
  /** The job that was on the machine when the server last told, and where its history is; `null` where none was. */
  job: { history: string | null; seenAtMs: number } | null
}

/** How and when a job ended, by the server's own history. */
export interface JobEnd {
  state: 'finished' | 'cancelled' | 'error'
  endedAt: Date
  jobName: string | null
  elapsedSeconds: number | null
}

export interface BackendReading {
  reading: Reading
  /** The end, since the last reading, of a job that was on the machine; `null` where none ended or nobody wrote it down. */
  end: Reading | null
  /** Where the server keeps the history of the job on the machine, in its own words. */
  history: string | null
  /** Why there is no more to say and what to do, for the log; `null` where the server answered. */
  detail: string | null
}

export interface KnownCamera {
  camera: Camera
  turn: Transform
}

/** A kind of printer server. A fault is a result: nothing here throws. */
export interface Backend {
  name: BackendName
  /** @param before what was reported last, if anything */
  read(before: PreviousState | null, signal: AbortSignal): Promise<BackendReading>
  /** The camera that the server knows of; `null` where it knows none or doesn't say. */
  findCamera(signal: AbortSignal): Promise<KnownCamera | null>
}
