'use client'

import { type MouseEvent, type ReactNode, useState } from 'react'

/**
 * Shows the static drawing until the visitor opens the interactive chart; its script and data load only then. If that fails, and
 * without JavaScript, the link leads to the chart's own page.
 */
export function ChartOpener({
  page,
  source,
  label,
  children,
}: {
  page: string
  source: string
  label: string
  children: ReactNode
}) {
  const [chart, setChart] = useState<ReactNode>(null)
  const [isOpening, setOpening] = useState(false)
  if (chart !== null) return chart

  async function open(event: MouseEvent) {
    // Modified clicks open the page in a new tab.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    setOpening(true)
    try {
      const { loadChart } = await import('./load-chart.tsx')
      setChart(await loadChart({ source, label, wantsFocus: true }))
    } catch {
      location.assign(page)
    }
  }
  return (
    <>
      {children}
      <p className="mt-2 flex min-h-11 flex-wrap items-center gap-x-5 gap-y-1 empty:min-h-0">
        <a className="text-link" href={page} onClick={open}>
          {isOpening ? 'Loading…' : 'Explore this chart'}
        </a>
      </p>
    </>
  )
}
