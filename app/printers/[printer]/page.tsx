import { PageShell } from '#components/layout/page-shell.tsx'
import { Mentions } from '#components/mentions/mentions.tsx'
import { AboutThePicture } from '#components/printer/about-the-picture.tsx'
import { CameraTabs, MissingCamera } from '#components/printer/camera-tabs.tsx'
import { LivePrinter } from '#components/printer/live-printer.tsx'
import { MissingPrinter } from '#components/printer/outage.tsx'
import { TellMe } from '#components/printer/tell-me.tsx'
import { chooseCamera, toCameraQuery } from '#lib/api/cameras.ts'
import { printerPagePath } from '#lib/api/paths.ts'
import { getTellMeScript } from '#lib/app-context/client-script.ts'
import { getEnv } from '#lib/app-context/env.ts'
import { getPushSubject } from '#lib/app-context/push-identity.ts'
import { printerTag, untilPrinterChanges } from '#lib/core/page-options.ts'
import { listMentions } from '../../list-mentions.ts'
import { getPrinter } from './get-printer.ts'
import { PrinterHistory } from './printer-history.tsx'

export { getPrinterMetadata as generateMetadata } from './printer-metadata.ts'

export const dynamic = 'force-dynamic'

type Props = {
  params: Promise<{ printer: string }>
  searchParams: Promise<{ camera?: string | string[] }>
}

export default async function PrinterPage({ params, searchParams }: Props) {
  const printer = await getPrinter((await params).printer)
  if (printer === null || printer === 'outage') return <MissingPrinter found={printer} />
  const camera = chooseCamera(printer, (await searchParams).camera)
  if (camera === null) return <MissingCamera printer={printer} />
  const path = printerPagePath(printer.id)
  const tellMe = getPushSubject() === null ? null : getTellMeScript()
  return (
    <PageShell
      options={{ scripts: 'deferred', cache: untilPrinterChanges(printerTag(printer.id)) }}
      place="printer"
      takesMentions
    >
      <LivePrinter
        camera={camera}
        cameras={<CameraTabs camera={camera} printer={printer} />}
        initial={printer}
        renderedAt={new Date().toISOString()}
      >
        {tellMe !== null && <TellMe printerId={printer.id} src={tellMe.path} />}
      </LivePrinter>
      <PrinterHistory printer={printer} />
      <AboutThePicture
        everySeconds={printer.interval_seconds}
        remoteHost={printer.remote?.host ?? null}
      />
      <Mentions mentions={await listMentions(path)} target={`${getEnv().siteUrl}${path}`} />
      <p className="mt-10">
        <a className="text-link" href={`${path}/present${toCameraQuery(camera)}`}>
          Show it on a projector
        </a>{' '}
        or{' '}
        <a className="text-link" href={`${path}/share${toCameraQuery(camera)}`}>
          on another site
        </a>
        .
      </p>
    </PageShell>
  )
}
