/** Sent to the crowd's process at its start. */
export interface CrowdPlan {
  port: number
  path: string
  viewers: number
  /** All viewers arrive within this time, evenly. */
  arrivingSeconds: number
}

/** An acknowledged picture, sent to the crowd's process. Milliseconds since 1970. */
export interface NewPicture {
  sha256: string
  acknowledgedAtMs: number
}

/** How a picture reached the viewers who were there when it was acknowledged. */
export interface PictureSpread {
  acknowledgedAtMs: number
  viewers: number
  p50Ms: number
  /** Until the last viewer had all of it. */
  lastMs: number
  /** Viewers who never had it. */
  missing: number
}

export interface CrowdResult {
  polls: number
  /** Polls with a 304. */
  unchanged: number
  pictures: number
  pictureBytes: number
  errors: Record<string, number>
  /** From when a poll was due to its last byte. */
  pollP50Ms: number
  pollP99Ms: number
  pollMaxMs: number
  pictureP99Ms: number
  /** The second with the highest latency of polls. */
  worstSecond: { second: number; polls: number; p99Ms: number }
  spread: PictureSpread[]
  /** How late the crowd's own timers were, which is not the site's latency. */
  ownLagP99Ms: number
}

export type ToCrowd = { kind: 'picture'; picture: NewPicture } | { kind: 'stop' }
export type FromCrowd = { kind: 'ready' } | { kind: 'result'; result: CrowdResult }

/** A clock that processes of one machine share, with a finer resolution than Date. */
export function readClockMs(): number {
  return performance.timeOrigin + performance.now()
}
