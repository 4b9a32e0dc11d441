'use client'

import { type MouseEvent, type ReactNode, useState } from 'react'

/**
 * The drawing until somebody wants to look closer: the chart that can, and what it draws, are brought only then. Whatever goes
 * wrong, and without script, the link leads to the page of it.
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
    // Whoever wants a tab of it gets the page.
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
      <p className="chart-opener">
        <a className="text-link" href={page} onClick={open}>
          {isOpening ? 'Loading…' : 'Explore this chart'}
        </a>
      </p>
    </>
  )
}
