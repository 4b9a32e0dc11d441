import { EmbeddedPrinter } from '#components/embed/embedded-printer.tsx'
import { AccentDefinitions } from '#components/layout/accent-stroke.tsx'
import { PageOptionsMeta } from '#components/layout/page-options.tsx'
import { chooseCamera } from '#lib/api/cameras.ts'
import { missingPrinterPage, printerTag, untilPrinterChanges } from '#lib/core/page-options.ts'
import { getEngineLanguage } from '#lib/site/site.ts'
import { getPrinter } from '../get-printer.ts'

export { getScreenMetadata as generateMetadata } from '../printer-metadata.ts'

export const dynamic = 'force-dynamic'

type Props = {
  params: Promise<{ printer: string }>
  searchParams: Promise<Partial<Record<'theme' | 'background' | 'camera', string | string[]>>>
}

/** A printer in other sites' iframes: light, dark, or as the visitor's device prefers. Without a background for video mixers such as OBS. */
export default async function EmbedPage({ params, searchParams }: Props) {
  const printer = await getPrinter((await params).printer)
  const { theme, background, camera: given } = await searchParams
  const camera = printer === null || printer === 'outage' ? 1 : chooseCamera(printer, given)
  return (
    <main
      className="embed-page"
      lang={getEngineLanguage()}
      data-background={background === 'none' ? background : undefined}
      data-theme={theme === 'light' || theme === 'dark' ? theme : 'auto'}
    >
      <AccentDefinitions />
      {printer === null ? (
        <EmbedError status={404}>This printer does not exist.</EmbedError>
      ) : printer === 'outage' ? (
        <EmbedError status={503}>Printer data is temporarily unavailable.</EmbedError>
      ) : camera === null ? (
        <EmbedError status={404}>This printer has no such camera.</EmbedError>
      ) : (
        <>
          <PageOptionsMeta
            options={{ isFramed: true, cache: untilPrinterChanges(printerTag(printer.id)) }}
          />
          <EmbeddedPrinter
            camera={camera}
            initial={printer}
            renderedAt={new Date().toISOString()}
          />
        </>
      )}
    </main>
  )
}

function EmbedError({ status, children }: { status: 404 | 503; children: string }) {
  return (
    <>
      <PageOptionsMeta options={{ ...missingPrinterPage, isFramed: true, status }} />
      <p className="p-4">{children}</p>
    </>
  )
}
