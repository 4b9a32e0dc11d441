'use client'

import { startTransition, useCallback, useEffect, useRef, useState } from 'react'
import useSWR from 'swr'
import { getNextPollDelayMs } from '#lib/api/next-poll.ts'
import type { PollErrorKind } from '#lib/api/notices.ts'
import { printerApiPath } from '#lib/api/paths.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import { getLastSeenAt } from '#lib/api/sentences.ts'
import { fetchPrinter, PollError, type PrinterResponse } from './fetch-printer.ts'
import { useServerClock } from './use-server-clock.ts'

export interface LivePrinterState {
  printer: ApiPrinter
  /** The server's clock, to the second; ticks only while somebody looks. */
  nowMs: number
  pollFault: PollErrorKind | null
}

/**
 * A printer that keeps itself up to date: asked about once after mounting, whenever its next picture is due, on return to the
 * tab and when the line is back; never while hidden or offline.
 *
 * Nobody waits for what an answer changes, and a reader's finger does: it is shown in a transition. What SWR holds would be shown at
 * once, in one piece, so only its questions are used.
 */
export function useLivePrinter(initial: ApiPrinter, renderedAt: string): LivePrinterState {
  const { nowMs, readNowMs, setClockOffset } = useServerClock(renderedAt)
  const openedMs = Date.parse(renderedAt)
  const failures = useRef(0)
  const retryAfterSeconds = useRef<number | null>(null)
  const [printer, setPrinter] = useState(initial)
  const [pollFault, setPollFault] = useState<PollErrorKind | null>(null)
  // Counts answers and failures alike: each sets the next question's time.
  const [settled, setSettled] = useState(0)
  const [isOffline, setIsOffline] = useState(false)

  // SWR's own refreshInterval keeps an old delay after a tab comes back and stops after an error, so the beat is ours.
  const { mutate } = useSWR<PrinterResponse, unknown>(printerApiPath(initial.id), fetchPrinter, {
    refreshInterval: 0,
    revalidateOnFocus: false,
    revalidateOnReconnect: false,
    shouldRetryOnError: false,
    onSuccess(answer) {
      failures.current = 0
      retryAfterSeconds.current = null
      startTransition(() => {
        if (answer.clockOffsetMs !== null) setClockOffset(answer.clockOffsetMs)
        setPrinter(answer.printer)
        setPollFault(null)
        setSettled((count) => count + 1)
      })
    },
    onError(failed: unknown) {
      failures.current += 1
      retryAfterSeconds.current = failed instanceof PollError ? failed.retryAfterSeconds : null
      startTransition(() => {
        setPollFault(failed instanceof PollError ? failed.fault : 'site-unreachable')
        setSettled((count) => count + 1)
      })
    },
  })

  const ask = useCallback(() => {
    setIsOffline(!navigator.onLine)
    if (navigator.onLine && !document.hidden) void mutate().catch(() => undefined) // told by `onError`
  }, [mutate])

  const latest = useRef(printer)
  latest.current = printer

  useEffect(() => {
    if (settled === 0) return
    const lastSeenAt = getLastSeenAt(latest.current)
    const delayMs = getNextPollDelayMs({
      nowMs: readNowMs(),
      lastSeenMs: lastSeenAt?.getTime() ?? openedMs,
      intervalSeconds: lastSeenAt === null ? 0 : latest.current.interval_seconds,
      failures: failures.current,
      retryAfterSeconds: retryAfterSeconds.current,
      jitter: Math.random(),
    })
    const timer = setTimeout(ask, delayMs)
    return () => clearTimeout(timer)
  }, [settled, ask, readNowMs, openedMs])

  useEffect(() => {
    const events = [
      [document, 'visibilitychange'],
      [window, 'online'],
      [window, 'offline'],
      [window, 'pageshow'],
    ] as const
    // The first pageshow is the load itself, which SWR's own first question covers.
    const listen = (event: Event) => {
      if (event.type !== 'pageshow' || (event instanceof PageTransitionEvent && event.persisted))
        ask()
    }
    for (const [target, name] of events) target.addEventListener(name, listen)
    return () => {
      for (const [target, name] of events) target.removeEventListener(name, listen)
    }
  }, [ask])

  return { printer, nowMs, pollFault: isOffline ? 'reader-offline' : pollFault }
}
