import type { Metadata, Viewport } from 'next'
import { AccentDefinitions } from '#components/layout/accent-stroke.tsx'
import { PageOptionsMeta } from '#components/layout/page-options.tsx'
import { Outage } from '#components/printer/outage.tsx'
import { Wall } from '#components/wall/wall.tsx'
import { allPrintersTag, untilPrinterChanges } from '#lib/core/page-options.ts'
import { getTheme } from '#lib/site/theme/current-theme.ts'
import { describeSitePage } from '../../site-pages.ts'
import { withStoreOutage } from '../store-outage.ts'

export const dynamic = 'force-dynamic'

/** It shows what the list shows, which is canonical. */
export const generateMetadata = (): Metadata => ({
  ...describeSitePage('/printers'),
  robots: { index: false },
})

/** Always dark, as for a projector. */
export function generateViewport(): Viewport {
  return { colorScheme: 'dark', themeColor: getTheme().dark.frame }
}

/** All printers on one screen, for a television. */
export default async function WallPage() {
  const printers = await withStoreOutage(({ printerQueries }) => printerQueries.listPrinters())
  if (printers === 'outage') return <Outage />
  return (
    <>
      <PageOptionsMeta options={{ cache: untilPrinterChanges(allPrintersTag) }} />
      <AccentDefinitions />
      <Wall printers={printers} renderedAt={new Date().toISOString()} />
    </>
  )
}
