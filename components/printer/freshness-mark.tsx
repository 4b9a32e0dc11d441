import { type Freshness, getFreshness } from '#lib/api/freshness.ts'

const shapes = {
  fresh: <circle cx="6" cy="6" fill="currentColor" r="5" />,
  late: <path d="M6 1a5 5 0 0 1 0 10z" fill="currentColor" />,
  stale: null,
  silent: <path d="M2.5 2.5l7 7m0-7l-7 7" stroke="currentColor" strokeWidth="1.5" />,
} satisfies Record<Freshness, unknown>

/** One of four words, each with its own symbol. */
export function FreshnessMark({
  at,
  nowMs,
  intervalSeconds,
}: {
  at: string
  nowMs: number
  intervalSeconds: number
}) {
  const freshness = getFreshness(nowMs - Date.parse(at), intervalSeconds)
  return (
    // A minimum width, so that the symbol does not move when the word changes.
    <span className="label inline-flex min-w-17 items-center gap-1.5">
      <svg aria-hidden="true" className="size-2.5" focusable="false" viewBox="0 0 12 12">
        <circle cx="6" cy="6" fill="none" r="5" stroke="currentColor" strokeWidth="1.5" />
        {shapes[freshness]}
      </svg>
      {freshness}
    </span>
  )
}
