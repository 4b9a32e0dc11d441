import { ErrorPage } from '#components/layout/error-page.tsx'
import { printerPagePath } from '#lib/api/paths.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import { missingPrinterPage } from '#lib/core/page-options.ts'

/**
 * The cameras of a printer with more than one: links, which need no script. Their ages are on the pictures: here they would need script
 * to stay true.
 */
export function CameraTabs({
  printer: { id: printerId, cameras = [] },
  camera,
  path = printerPagePath(printerId),
  query = {},
}: {
  printer: ApiPrinter
  /** The one that is shown; `null`: none of them. */
  camera: number | null
  /** By default the printer's own page. */
  path?: string
  /** What else is in the page's query. */
  query?: Readonly<Record<string, string>>
}) {
  if (cameras.length < 2) return null
  const linkTo = (id: number) => {
    const all = new URLSearchParams({ ...query, ...(id > 1 && { camera: String(id) }) })
    return all.size === 0 ? path : `${path}?${all}`
  }
  return (
    <nav aria-label="Cameras" className="camera-tabs label">
      {cameras.map(({ id, name }) => (
        <a aria-current={id === camera ? 'page' : undefined} href={linkTo(id)} key={id}>
          <bdi>{name}</bdi>
        </a>
      ))}
    </nav>
  )
}

/** Replaces a page of a camera that the printer doesn't have. */
export function MissingCamera({
  printer,
  path = printerPagePath(printer.id),
}: {
  printer: ApiPrinter
  path?: string
}) {
  return (
    <ErrorPage
      detail={`${printer.name} has no such camera.${printer.cameras ? ' It has these:' : ''}`}
      options={missingPrinterPage}
      status={404}
      title="No such camera"
    >
      <div className="mb-5">
        {printer.cameras ? (
          <CameraTabs camera={null} path={path} printer={printer} />
        ) : (
          <a className="text-link" href={path}>
            Show its camera
          </a>
        )}
      </div>
    </ErrorPage>
  )
}
