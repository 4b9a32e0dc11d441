import { printerPagePath } from '#lib/api/paths.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import { formatDuration } from '#lib/api/times.ts'

/** The cameras of a printer with more than one, each with the age of its picture: links, which need no script. */
export function CameraTabs({
  printer,
  camera,
  nowMs,
}: {
  printer: ApiPrinter
  /** The one that is shown. */
  camera: number
  nowMs: number
}) {
  const { cameras = [] } = printer
  if (cameras.length < 2) return null
  return (
    <nav aria-label="Cameras" className="camera-tabs label">
      {cameras.map(({ id, name, snapshot, publishing }) => (
        <a
          aria-current={id === camera ? 'page' : undefined}
          href={printerPagePath(printer.id) + (id === 1 ? '' : `?camera=${id}`)}
          key={id}
        >
          <bdi>{name}</bdi>{' '}
          <span className="live-age">
            {snapshot !== null
              ? `${formatDuration((nowMs - Date.parse(snapshot.captured_at)) / 1000)} ago`
              : publishing
                ? 'no picture yet'
                : 'paused'}
          </span>
        </a>
      ))}
    </nav>
  )
}
