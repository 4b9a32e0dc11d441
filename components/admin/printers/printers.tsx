'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { ApiManagedPrinters } from '#lib/api/admin-printers.ts'
import { AdminMessage } from '../admin-message.tsx'
import { useAdminClock } from '../use-admin-clock.ts'
import { AddPrinter } from './add-printer.tsx'
import { PrinterOrder } from './printer-order.tsx'
import { PrinterSection } from './printer-section.tsx'
import { refreshPrinters, usePrinters } from './use-printers.ts'

/**
 * All printers, each with what the owner can change.
 * @param first as the server sent it
 */
export function Printers({ first }: { first: ApiManagedPrinters }) {
  const queries = useQueryClient()
  const { data, refetch } = usePrinters(first)
  const nowMs = useAdminClock(data.at, refetch)
  const [message, setMessage] = useState('')
  const end = useRef<HTMLHeadingElement>(null)
  const onChanged = (text: string) => {
    setMessage(text)
    void refreshPrinters(queries)
  }
  return (
    <>
      <AdminMessage text={message} />
      {data.printers.map((printer) => (
        <PrinterSection
          key={printer.id}
          nowMs={nowMs}
          onChanged={onChanged}
          onRemoved={() => end.current?.focus()}
          printer={printer}
          siteUrl={data.site_url}
        />
      ))}
      {data.printers.length > 1 && (
        <section className="page-section">
          <h2 className="section-label">Order</h2>
          <div>
            <p className="admin-facts mb-4">
              Of the home page and of lists. Until you change it, the printer that prints comes
              first.
            </p>
            <PrinterOrder onChanged={onChanged} printers={data.printers} />
          </div>
        </section>
      )}
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
