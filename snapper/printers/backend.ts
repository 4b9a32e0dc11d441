import type { Camera } from '../camera.ts'
import type { Transform } from '../picture/transform.ts'
import type { Reading } from '../report.ts'

export const backendNames = ['octoprint', 'moonraker', 'prusalink'] as const
export type BackendName = (typeof backendNames)[number]

/** The URL and key of the printer's server. */
export interface PrinterAddress {
  /** Ends with a slash; may contain a user and a password. */
  root: URL
  key: string | null
}

/** What the previous reading said; needed to interpret the next one. */
export interface PreviousState extends Pick<Reading, 'state' | 'jobName'> {
  /** Milliseconds since 1970. */
  seenAtMs: number
  /** The job that was running at the server's last response, and where its history is; `null` if there was none. */
  job: { history: string | null; seenAtMs: number } | null
}

/** How and when a job ended, from the server's history. */
export interface JobEnd {
  state: 'finished' | 'cancelled' | 'error'
  endedAt: Date
  jobName: string | null
  elapsedSeconds: number | null
}

export interface BackendReading {
  reading: Reading
  /** The end of a job since the previous reading; `null` if none ended or the server didn't record it. */
  end: Reading | null
  /** Where the server keeps the history of the current job; the format depends on the backend. */
  history: string | null
  /** Why the reading is incomplete and how to fix it, for the log; `null` if the server responded. */
  detail: string | null
}

export interface KnownCamera {
  camera: Camera
  transform: Transform
}

/** What a server that announces changes tells the snapper. */
export interface ChangeListener {
  /** From now on changes are announced. */
  opened(): void
  /**
   * A print has probably started, paused, resumed or ended.
   * @param unchangedAtMs when it certainly hadn't yet, in milliseconds since 1970; `null`: unknown
   */
  changed(unchangedAtMs: number | null): void
}

/** A kind of printer server. Errors are part of the result: only `listen` throws. */
export interface Backend {
  name: BackendName
  /** @param previous the state of the previous reading, if any */
  read(previous: PreviousState | null, signal: AbortSignal): Promise<BackendReading>
  /** The camera configured in the server; `null` if it has no camera or doesn't report it. */
  findCamera(signal: AbortSignal): Promise<KnownCamera | null>
  /**
   * Announces changes until the connection ends.
   * @throws HttpError why there is none
   */
  listen(listener: ChangeListener, signal: AbortSignal): Promise<void>
}
