import { describeCamera, describeLink, type PollErrorKind } from '#lib/api/notices.ts'
import { printerApiPath } from '#lib/api/paths.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'

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
  const camera = describeCamera(printer)
  // While the snapper is silent, the camera's last error is outdated; without a picture, the blank frame shows it.
  const notices =
    link?.kind === 'snapper-quiet' || printer.snapshot === null
      ? [link].filter((notice) => notice !== null)
      : [link, camera].filter((notice) => notice !== null)
  return (
    <div aria-live="polite" className="grid gap-3 not-empty:mb-7">
      {notices.map(({ title, detail }) => (
        <p className="notice" key={title}>
          <strong>{title}</strong> <span>{detail}</span>
        </p>
      ))}
      {link?.kind === 'waiting' && printer.remote === undefined && (
        <p className="pl-5 text-[0.875rem] wrap-anywhere">
          <code>{`PRINTER_ENDPOINT=…${printerApiPath(printer.id)} npm run snapper`}</code>
        </p>
      )}
    </div>
  )
}
