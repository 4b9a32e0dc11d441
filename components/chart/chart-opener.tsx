'use client'

import { type ComponentProps, type ReactNode, useCallback, useEffect, useState } from 'react'
import type { ReadingColumnsWire } from '#lib/printers/wire/readings.ts'
import type { LargeChart } from './large-chart.tsx'

type Opened =
  | { is: 'closed' | 'opening' | 'failed' }
  | {
      is: 'open'
      Chart: (props: ComponentProps<typeof LargeChart>) => ReactNode
      columns: ReadingColumnsWire
    }

/**
 * The drawing until somebody wants to look closer: the chart that can and what it draws are brought only then. Without script
 * the link leads to a page where the drawing is large.
 */
export function ChartOpener({
  page,
  source,
  label,
  children,
}: {
  /** `null` on that page itself: whoever is there has asked. */
  page: string | null
  source: string
  label: string
  children: ReactNode
}) {
  const [opened, setOpened] = useState<Opened>({ is: 'closed' })

  const open = useCallback(async () => {
    setOpened({ is: 'opening' })
    try {
      const [{ LargeChart: Chart }, { fetchColumns }] = await Promise.all([
        import('./large-chart.tsx'),
        import('./fetch-columns.ts'),
      ])
      setOpened({ is: 'open', Chart, columns: await fetchColumns(source) })
    } catch {
      setOpened({ is: 'failed' })
    }
  }, [source])

  useEffect(() => {
    if (page === null) void open()
  }, [page, open])

  if (opened.is === 'open')
    return <opened.Chart columns={opened.columns} label={label} wantsFocus={page !== null} />
  return (
    <>
      {children}
      <p className="chart-opener">
        {(page !== null || opened.is === 'failed') && (
          <a
            className="text-link"
            href={page ?? ''}
            onClick={(event) => {
              // Whoever wants a tab of it gets the page.
              if (event.ctrlKey || event.metaKey || event.shiftKey) return
              event.preventDefault()
              if (opened.is !== 'opening') void open()
            }}
          >
            {opened.is === 'failed' ? 'Try again' : 'Look closer, with the pictures'}
          </a>
        )}
        <span role="status">
          {opened.is === 'opening' && page !== null && 'Bringing the readings.'}
          {opened.is === 'failed' && 'The readings could not be brought. It may just be the line.'}
        </span>
      </p>
    </>
  )
}
