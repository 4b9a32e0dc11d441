'use client'

import { type ReactNode, useCallback, useEffect, useState } from 'react'

/** Shows the static drawing until the interactive chart has loaded, which starts at once: the chart's own page. */
export function OpenedChart({
  source,
  label,
  children,
}: {
  source: string
  label: string
  children: ReactNode
}) {
  const [chart, setChart] = useState<ReactNode>(null)
  const [isFailed, setFailed] = useState(false)

  const open = useCallback(async () => {
    setFailed(false)
    try {
      const { loadChart } = await import('./load-chart.tsx')
      setChart(await loadChart({ source, label, wantsFocus: false }))
    } catch {
      setFailed(true)
    }
  }, [source, label])

  useEffect(() => {
    void open()
  }, [open])

  if (chart !== null) return chart
  return (
    <>
      {children}
      <div
        className="mt-2 flex min-h-11 flex-wrap items-center gap-x-5 gap-y-1 empty:min-h-0"
        role="status"
      >
        {isFailed && (
          <>
            <p>Couldn’t load the chart. Check your connection and try again.</p>
            <button className="text-link chart-tool" onClick={() => void open()} type="button">
              Try again
            </button>
          </>
        )}
      </div>
    </>
  )
}
