'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { Timestamp } from '#components/printer/timestamp.tsx'
import type { ApiManagedPrinters } from '#lib/api/admin-printers.ts'
import { AdminMessage } from '../admin-message.tsx'
import { AddPrinter } from './add-printer.tsx'
import { PrinterSection } from './printer-section.tsx'
import { formatBytes } from './quantities.ts'
import { refreshPrinters, usePrinters } from './use-printers.ts'

/**
 * All printers, each with what the owner can change.
 * @param first as the server sent it
 */
export function Printers({ first }: { first: ApiManagedPrinters }) {
  const queries = useQueryClient()
  const data = usePrinters(first)
  const [message, setMessage] = useState('')
  const end = useRef<HTMLHeadingElement>(null)
  const onChanged = (text: string) => {
    setMessage(text)
    void refreshPrinters(queries)
  }
  return (
    <>
      <AdminMessage text={message} />
      <p className="admin-facts mb-8">
        Pictures use {formatBytes(data.bytes)} of {formatBytes(data.max_bytes)}. Refused reports are
        those of this process since <Timestamp at={data.refusals_since} />.
      </p>
      <noscript>
        <p className="notice mb-8">Changing something here needs JavaScript.</p>
      </noscript>
      {data.printers.map((printer) => (
        <PrinterSection
          key={printer.id}
          onChanged={onChanged}
          onRemoved={() => end.current?.focus()}
          printer={printer}
          siteUrl={data.site_url}
        />
      ))}
      <section className="page-section">
        <h2 className="section-label" ref={end} tabIndex={-1}>
          Another printer
        </h2>
        <AddPrinter
          onAdded={(name) =>
            onChanged(`“${name}” was added. Make a token for it, and start its snapper.`)
          }
        />
      </section>
    </>
  )
}
