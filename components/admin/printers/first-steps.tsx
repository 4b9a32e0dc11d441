'use client'

import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { ApiManagedPrinters, ApiNewToken } from '#lib/api/admin-printers.ts'
import type { ApiSettings } from '#lib/api/admin-settings.ts'
import { AddPasskey } from '../add-passkey.tsx'
import { AdminMessage } from '../admin-message.tsx'
import { YourName } from '../settings/your-name.tsx'
import { AddPrinter } from './add-printer.tsx'
import { FirstReport } from './first-report.tsx'
import { NewToken } from './new-token.tsx'
import { ShownToken } from './shown-token.tsx'
import { refreshPrinters, usePrinters } from './use-printers.ts'

const everyMs = 2_000

/**
 * From a claimed site to its first picture: its name, the printer, its token in a command, and what arrives.
 * @param first as the server sent it
 */
export function FirstSteps({
  first,
  settings,
  hasPasskey: hadPasskey,
}: {
  first: ApiManagedPrinters
  settings: ApiSettings
  hasPasskey: boolean
}) {
  const queries = useQueryClient()
  const { printers, site_url: siteUrl } = usePrinters(first, everyMs).data
  const [made, setMade] = useState<ApiNewToken | null>(null)
  const [message, setMessage] = useState('')
  const [hasPasskey, setHasPasskey] = useState(hadPasskey)
  const done = useRef<HTMLParagraphElement>(null)
  useEffect(() => {
    if (hasPasskey && !hadPasskey) done.current?.focus()
  }, [hasPasskey, hadPasskey])
  const printer = printers[0]
  const onChanged = (text: string) => {
    setMessage(text)
    void refreshPrinters(queries)
  }
  return (
    <>
      <AdminMessage text={message} />
      <Step title="1. Your name and links">
        <YourName first={settings} onChanged={setMessage} />
      </Step>
      <Step title="2. Your printer">
        {printer === undefined ? (
          <AddPrinter onAdded={(name) => onChanged(`“${name}” was added.`)} />
        ) : (
          <p>
            <bdi>{printer.name}</bdi>
          </p>
        )}
      </Step>
      {printer !== undefined && (
        <>
          <Step title="3. Its snapper">
            <p className="max-w-[36em]">
              The snapper is a small program next to the printer. It sends pictures and readings to
              this site, with a token.
            </p>
            {made === null ? (
              <>
                {printer.tokens.length > 0 && (
                  <p className="admin-facts">
                    There is a token already. If you don’t have it any more, make another one.
                  </p>
                )}
                <NewToken
                  isForSnapper
                  onMade={(token, text) => {
                    setMade(token)
                    onChanged(text)
                  }}
                  printer={printer}
                />
              </>
            ) : (
              <ShownToken
                made={made}
                onClosed={() => setMade(null)}
                printerId={printer.id}
                siteUrl={siteUrl}
              />
            )}
          </Step>
          <Step title="4. Its first picture">
            <FirstReport printer={printer} />
          </Step>
          <Step title="5. A passkey">
            {hasPasskey ? (
              <p ref={done} tabIndex={-1}>
                You have one.{' '}
                <a className="text-link" href="/admin/printers">
                  Your printers
                </a>
              </p>
            ) : (
              <AddPasskey
                count={0}
                onChanged={(text) => {
                  setHasPasskey(true)
                  setMessage(text)
                }}
              />
            )}
          </Step>
        </>
      )}
    </>
  )
}

function Step({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="page-section">
      <h2 className="section-label">{title}</h2>
      <div className="min-w-0">{children}</div>
    </section>
  )
}
