import { printerPagePath } from '#lib/api/paths.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'

/**
 * The cameras of a printer with more than one: links, which need no script. Their ages are on the pictures: here they would need script
 * to stay true.
 */
export function CameraTabs({
  printer: { id: printerId, cameras = [] },
  camera,
}: {
  printer: ApiPrinter
  /** The one that is shown. */
  camera: number
}) {
  if (cameras.length < 2) return null
  const path = printerPagePath(printerId)
  return (
    <nav aria-label="Cameras" className="camera-tabs label">
      {cameras.map(({ id, name }) => (
        <a
          aria-current={id === camera ? 'page' : undefined}
          href={id === 1 ? path : `${path}?camera=${id}`}
          key={id}
        >
          <bdi>{name}</bdi>
        </a>
      ))}
    </nav>
  )
}
