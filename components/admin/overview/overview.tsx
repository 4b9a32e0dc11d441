'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Clock } from '#components/printer/timestamp.tsx'
import { listConcerns } from '#lib/api/admin-concerns.ts'
import type { ApiOverview } from '#lib/api/admin-overview.ts'
import type { ApiManagedPrinter } from '#lib/api/admin-printers.ts'
import { noDownloadAnswer, readDownloadAnswer } from '#lib/api/download-answer.ts'
import { printerPagePath } from '#lib/api/paths.ts'
import { PrinterGlance } from '../printers/printer-glance.tsx'
import { Refusals } from '../printers/refusals.tsx'
import { requestAdmin } from '../request.ts'
import { useAdminClock } from '../use-admin-clock.ts'
import {
  AboutSite,
  BackupFacts,
  ContentFaults,
  type FormerBackup,
  isUnderWay,
  StorageFacts,
} from './site-facts.tsx'

const everyMs = 15_000
/** While a backup is downloaded, of which the browser tells the page nothing. */
const duringDownloadMs = 2_000

/**
 * The whole site at a glance: first what needs its owner, then the printers, then the rest.
 * @param first as the server sent it
 */
export function Overview({ first }: { first: ApiOverview }) {
  /** When the last backup before the download was made. */
  const [former, setFormer] = useState<FormerBackup>()
  const answer = former === undefined ? undefined : readDownloadAnswer(document.cookie)
  const { data, failureCount, refetch } = useQuery({
    queryKey: ['overview'],
    queryFn: () => requestAdmin<ApiOverview>('GET', 'overview'),
    initialData: first,
    refetchInterval: ({ state }) =>
      isUnderWay(state.data?.backup ?? null, former) && typeof answer !== 'string'
        ? duringDownloadMs
        : everyMs,
  })
  const nowMs = useAdminClock(data.at, () => void refetch())
  return (
    <>
      <Concerns nowMs={nowMs} overview={data} />
      <p className="admin-facts mb-10">
        {failureCount === 0 ? 'As of ' : 'The site can’t be reached. This is as of '}
        <Clock at={new Date(data.at)} nowMs={nowMs} />.
      </p>
      {data.printers.map((printer) => (
        <PrinterAtAGlance key={printer.id} nowMs={nowMs} printer={printer} />
      ))}
      <StorageFacts nowMs={nowMs} storage={data.storage} />
      <BackupFacts
        answer={answer}
        backup={data.backup}
        bytes={data.bytes}
        former={former}
        nowMs={nowMs}
        onStart={() => {
          // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox before 140
          document.cookie = noDownloadAnswer
          setFormer(data.backup?.at ?? null)
        }}
      />
      <ContentFaults faults={data.content} />
      <AboutSite changes={data.changes} version={data.version} />
    </>
  )
}

function Concerns({ overview, nowMs }: { overview: ApiOverview; nowMs: number }) {
  const concerns = listConcerns(overview, nowMs)
  return (
    <section aria-label="What needs you" className="mb-4">
      {concerns.length === 0 ? (
        <p className="lead">All is well.</p>
      ) : (
        <ul className="admin-concerns">
          {concerns.map(({ text, href }) => (
            <li key={text}>
              <a className="text-link wrap-anywhere" href={href}>
                {text}
              </a>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function PrinterAtAGlance({ printer, nowMs }: { printer: ApiManagedPrinter; nowMs: number }) {
  return (
    <section className="page-section" id={`printer-${printer.id}`}>
      <h2 className="section-label">
        <a className="text-link" href={printerPagePath(printer.id)}>
          <bdi>{printer.label}</bdi>
        </a>
      </h2>
      <div className="min-w-0">
        <PrinterGlance nowMs={nowMs} printer={printer} />
        <Refusals refusals={printer.refusals} />
        <p className="mt-4">
          <a className="text-link inline-flex min-h-11 items-center" href="/admin/printers">
            Camera, settings and tokens<span className="sr-only"> of {printer.label}</span>
          </a>
        </p>
      </div>
    </section>
  )
}
