import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findViolation, type Import, listSources, readImports } from './imports.ts'

const root = join(import.meta.dirname, '../..')

const planted: [string, Partial<Import>, string][] = [
  [
    'a domain that opens a database',
    { from: 'lib/printers/ingest.ts', to: 'lib/storage/db/open-store.ts' },
    'lib/app-context passes in everything else.',
  ],
  [
    'a type of an adapter in a domain',
    { from: 'lib/images/pictures.ts', to: 'lib/storage/blobs/disk.ts', isType: true },
    'lib/app-context passes in everything else.',
  ],
  [
    'zod in a component',
    { from: 'components/printer/printer-details.tsx', to: 'zod', isOurs: false },
    'Markup knows the API types',
  ],
  [
    'a schema, not only its type, in a component',
    { from: 'components/printer/printer-details.tsx', to: 'lib/api/schema/printer.ts' },
    'Markup knows the API types',
  ],
  [
    'the server in a route',
    { from: 'app/page.tsx', to: 'server/http-server.ts' },
    'A route gets its adapters',
  ],
  [
    'a component in the server',
    { from: 'server/start.ts', to: 'components/printer/printer-details.tsx' },
    'The HTTP server',
  ],
  [
    'Next in lib/http',
    { from: 'lib/http/route.ts', to: 'next/server', isOurs: false },
    'The edge of the API.',
  ],
  [
    'the site in an end-to-end test',
    { from: 'e2e/helper.ts', to: 'lib/core/site.ts' },
    'Tests from outside',
  ],
  [
    'a folder without a rule',
    { from: 'utils/strings.ts', to: 'lib/core/site.ts' },
    'Add a rule for it.',
  ],
]

test.each(planted)('%s is refused with the reason', (_, given, reason) => {
  const violation = findViolation({ from: '', to: '', isOurs: true, isType: false, ...given })
  expect(violation).toContain(reason)
})

test('the type of a schema may be imported by a component', () => {
  const from = 'components/printer/printer-details.tsx'
  const to = 'lib/api/schema/printer.ts'
  expect(findViolation({ from, to, isOurs: true, isType: true })).toBeNull()
})

test('every import of the project keeps to the direction', () => {
  const imports = listSources(root).flatMap((path) => readImports(root, path))
  expect(imports.length).toBeGreaterThan(3_000)
  expect(imports.map(findViolation).filter((violation) => violation !== null)).toEqual([])
})
