import { describeCamera, describeLink, type PollErrorKind } from '#lib/api/notices.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import { isQuiet } from '#lib/api/sentences.ts'

/** What is broken between the printer and the visitor, if anything. A live region: changes are announced. */
export function Notices({
  printer,
  nowMs,
  pollError,
}: {
  printer: ApiPrinter
  nowMs: number
  pollError: PollErrorKind | null
}) {
  const link = describeLink(printer, nowMs, pollError)
  // While the printer is silent, the camera's last error is outdated; without a picture, the blank frame shows it.
  const hasCamera = !isQuiet(printer, nowMs) && printer.snapshot !== null
  const notices = [link, hasCamera ? describeCamera(printer) : null].filter(
    (notice) => notice !== null,
  )
  return (
    <div aria-live="polite" className="grid gap-3 not-empty:mb-7">
      {notices.map(({ title, detail }) => (
        <p className="notice" key={title}>
          <strong>{title}</strong> <span>{detail}</span>
        </p>
      ))}
    </div>
  )
}
