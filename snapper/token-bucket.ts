/** A daily data budget as a token bucket that refills evenly over the day. */
export interface TokenBucketState {
  balanceBytes: number
  filledAtMs: number
  /** The UTC day of `spentBytes`, such as `2026-11-22`. */
  day: string
  spentBytes: number
}

export interface TokenBucket {
  /** Bytes that may be sent now; infinite without a budget. */
  available(): number
  spend(bytes: number): void
  spentToday(): number
  state(): TokenBucketState
}

const dayMs = 86_400_000
/** The bucket holds this part of the daily budget; the rest refills evenly, so that no 24 hours exceed the budget. */
const savingsPart = 1 / 24

export function createTokenBucket(
  perDayBytes: number | null,
  saved: TokenBucketState | null,
  now: () => number,
): TokenBucket {
  const most = (perDayBytes ?? 0) * savingsPart
  const perMs = ((perDayBytes ?? 0) - most) / dayMs
  const state = saved ?? { balanceBytes: most, filledAtMs: now(), day: toDay(now()), spentBytes: 0 }

  function fill(): void {
    // A clock that was set back neither adds nor removes tokens.
    const passedMs = Math.max(0, now() - state.filledAtMs)
    state.balanceBytes = Math.min(most, state.balanceBytes + passedMs * perMs)
    state.filledAtMs = now()
    if (state.day === toDay(now())) return
    state.day = toDay(now())
    state.spentBytes = 0
  }

  return {
    available() {
      fill()
      return perDayBytes === null ? Number.POSITIVE_INFINITY : Math.max(0, state.balanceBytes)
    },
    spend(bytes) {
      fill()
      state.balanceBytes -= bytes
      state.spentBytes += bytes
    },
    spentToday() {
      fill()
      return state.spentBytes
    },
    state: () => ({ ...state }),
  }
}

function toDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}
