import { Timestamp } from '#components/printer/timestamp.tsx'
import { formatDuration } from '#lib/api/times.ts'

/** "3 min ago", with the time below it. */
export function Age({ at, nowMs }: { at: string; nowMs: number }) {
  return (
    <>
      {`${formatDuration((nowMs - Date.parse(at)) / 1000)} ago`}{' '}
      <span className="fact-note">
        <Timestamp at={at} />
      </span>
    </>
  )
}
