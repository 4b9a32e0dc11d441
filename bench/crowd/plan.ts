/** What the crowd is and how long it stays. */
export interface CrowdPlan {
  port: number
  path: string
  viewers: number
  /** All viewers have come after so many seconds, evenly. */
  arrivingSeconds: number
  seconds: number
}

/** A picture that has been acknowledged, told to the crowd's process. Times are milliseconds since 1970. */
export interface NewPicture {
  sha256: string
  acknowledgedAtMs: number
}

export interface CrowdResult {
  polls: number
  /** Polls that were answered 304. */
  unchanged: number
  pictures: number
  pictureBytes: number
  faults: Record<string, number>
  /** From when each was due to its last byte. */
  pollP50Ms: number
  pollP99Ms: number
  pollMaxMs: number
  pictureP99Ms: number
  /** Where the polls waited longest. */
  worstSecond: { second: number; polls: number; p99Ms: number }
  /** Of each new picture: from its acknowledgement until the last viewer that was there had all of it; and who never had it. */
  seen: {
    acknowledgedAtMs: number
    viewers: number
    p50Ms: number
    lastMs: number
    missing: number
  }[]
  /** How late the crowd's own timers were: what is no fault of the site's. */
  ownLagP99Ms: number
}

export type ToCrowd = { kind: 'picture'; picture: NewPicture } | { kind: 'stop' }
export type FromCrowd = { kind: 'ready' } | { kind: 'result'; result: CrowdResult }

/** The clock that two processes of one machine share, finer than Date's. */
export function readClockMs(): number {
  return performance.timeOrigin + performance.now()
}
