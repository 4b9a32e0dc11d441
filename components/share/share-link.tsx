import { printerPagePath } from '#lib/api/paths.ts'

/** Links from the printer's page to the presentation and the snippets. */
export function ShareLink({ printerId }: { printerId: number }) {
  const page = printerPagePath(printerId)
  return (
    <p className="mt-10">
      <a className="text-link" href={`${page}/present`}>
        Show it on a projector
      </a>{' '}
      or{' '}
      <a className="text-link" href={`${page}/share`}>
        on another site
      </a>
      .
    </p>
  )
}
