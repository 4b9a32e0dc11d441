import type { Metadata } from 'next'
import { AdminShell } from '#components/admin/admin-shell.tsx'
import { Pictures } from '#components/admin/pictures/pictures.tsx'
import { type PicturesPageQuery, picturesPath } from '#lib/api/admin-pictures.ts'
import { labelPrinters } from '#lib/api/label-printers.ts'
import { getContext } from '#lib/app-context/context.ts'
import { DomainError } from '#lib/core/errors.ts'
import { parsePicturesQuery } from '#lib/http/owner/picture-inputs.ts'
import { listCameras } from '#lib/printers/list-cameras.ts'
import type { PicturesQuery } from '#lib/printers/pictures/list-pictures.ts'
import { getSite } from '#lib/site/site.ts'
import { openAdmin } from '../open-admin.tsx'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'Pictures' }

type SearchParams = Record<string, string | string[] | undefined>

export default function PicturesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return openAdmin(async () => {
    const { store, listOwnersPictures } = await getContext()
    const printers = await store.printers.listPrinters()
    const label = labelPrinters(printers)
    const given = await searchParams
    const chosen = printers.find(({ id }) => String(id) === given.printer) ?? printers[0]
    const cameras = chosen === undefined ? [] : listCameras(chosen)
    const { query, error } = parseQuery(given, cameras)
    const first = chosen && (await listOwnersPictures(chosen.id, query))
    return (
      <AdminShell isSignedIn place="pictures" siteTitle={getSite().title}>
        <h1 className="headline headline-long mb-6">Pictures</h1>
        <p className="admin-facts max-w-[42em]">
          Hidden pictures are nowhere on the site, in no feed and no animation, until you show them
          again. Deleted ones are gone for good, but older backups still have them. Neither reaches
          copies that browsers and other sites have made. The readings of the time stay.
        </p>
        {printers.length > 1 && (
          <nav aria-label="Printers" className="mt-6">
            <ul className="flex flex-wrap gap-x-6">
              {printers.map(({ id }) => (
                <li key={id}>
                  <a
                    aria-current={id === chosen?.id ? 'page' : undefined}
                    className="admin-tab inline-flex min-h-11 items-center"
                    href={picturesPath(id)}
                  >
                    <bdi>{label(id)}</bdi>
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        )}
        {chosen !== undefined && cameras.length > 1 && (
          <nav aria-label="Cameras" className="mt-6">
            <ul className="flex flex-wrap gap-x-6">
              {[{ number: null, name: 'All cameras' }, ...cameras].map(({ number, name }) => (
                <li key={number}>
                  <a
                    aria-current={number === query.camera ? 'page' : undefined}
                    className="admin-tab inline-flex min-h-11 items-center"
                    href={picturesPath(chosen.id, {
                      ...(query.day !== null && { day: query.day }),
                      ...(query.isHidden && { hidden: '' }),
                      ...(number !== null && { camera: String(number) }),
                    })}
                  >
                    <bdi>{name}</bdi>
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        )}
        {error !== null && (
          <p className="notice mt-6">
            <strong>This address is not valid.</strong> {error} Showing the newest pictures instead.
          </p>
        )}
        {chosen === undefined || first === undefined ? (
          <p className="lead mt-8">
            No printers yet.{' '}
            <a className="text-link" href="/admin/printers">
              Add one
            </a>
          </p>
        ) : (
          <Pictures
            first={first}
            key={`${chosen.id} ${JSON.stringify(query)}`}
            printerId={chosen.id}
            query={resolve(query, first.day, given)}
          />
        )}
      </AdminShell>
    )
  })
}

/** The newest day by its name: it stays the same when the next one begins. */
function resolve(
  { isHidden, before, camera }: PicturesQuery,
  day: string | null,
  given: SearchParams,
): PicturesPageQuery {
  return {
    ...(day !== null && { day }),
    ...(isHidden && { hidden: '' }),
    ...(camera !== null && { camera: String(camera) }),
    ...(before !== null && { before: String(given.before) }),
  }
}

function parseQuery(
  given: SearchParams,
  cameras: ReturnType<typeof listCameras>,
): { query: PicturesQuery; error: string | null } {
  const params = new URLSearchParams()
  for (const name of ['day', 'hidden', 'before', 'camera'])
    for (const value of [given[name] ?? []].flat()) params.append(name, value)
  try {
    const query = parsePicturesQuery(params, getSite().timeZone)
    if (query.camera !== null && cameras.every(({ number }) => number !== query.camera))
      throw new DomainError('malformed-cursor', `This printer has no camera ${query.camera}.`)
    return { query, error: null }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return {
      query: { day: null, isHidden: false, camera: null, before: null },
      error: error.message,
    }
  }
}
