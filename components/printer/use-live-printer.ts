'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import useSWR from 'swr'
import type { PollFault } from '#lib/printers/wire/notices.ts'
import { type PrinterWire, printerApiPath } from '#lib/printers/wire/printer.ts'
import { getLastSeenAt } from '#lib/printers/wire/sentences.ts'
import { fetchPrinter, PollError, type PrinterAnswer } from './fetch-printer.ts'
import { getNextPollDelayMs } from './next-poll.ts'
import { useServerClock } from './use-server-clock.ts'

export interface LivePrinterState {
  printer: PrinterWire
  /** The server's clock, to the second; ticks only while somebody looks. */
  nowMs: number
  pollFault: PollFault | null
}

/**
 * A printer that keeps itself up to date: asked about once after mounting, whenever its next picture is due, on return to the
 * tab and when the line is back; never while hidden or offline.
 */
export function useLivePrinter(initial: PrinterWire, renderedAt: string): LivePrinterState {
  const { nowMs, readNowMs, setClockOffset } = useServerClock(renderedAt)
  const openedMs = Date.parse(renderedAt)
  const failures = useRef(0)
  const retryAfterSeconds = useRef<number | null>(null)
  // Counts answers and failures alike: each sets the next question's time.
  const [settled, setSettled] = useState(0)
  const [isOffline, setIsOffline] = useState(false)

  // SWR's own refreshInterval keeps an old delay after a tab comes back and stops after an error, so the beat is ours.
  const { data, error, mutate } = useSWR<PrinterAnswer, unknown>(
    printerApiPath(initial.id),
    fetchPrinter,
    {
      fallbackData: { printer: initial, clockOffsetMs: null },
      refreshInterval: 0,
      revalidateOnFocus: false,
      revalidateOnReconnect: false,
      shouldRetryOnError: false,
      onSuccess(answer) {
        failures.current = 0
        retryAfterSeconds.current = null
        if (answer.clockOffsetMs !== null) setClockOffset(answer.clockOffsetMs)
        setSettled((count) => count + 1)
      },
      onError(failed: unknown) {
        failures.current += 1
        retryAfterSeconds.current = failed instanceof PollError ? failed.retryAfterSeconds : null
        setSettled((count) => count + 1)
      },
    },
  )
  const printer = data?.printer ?? initial

  const ask = useCallback(() => {
    setIsOffline(!navigator.onLine)
    if (navigator.onLine && !document.hidden) void mutate().catch(() => undefined) // told by `error`
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

  return { printer, nowMs, pollFault: isOffline ? 'reader-offline' : readFault(error) }
}

function readFault(error: unknown): PollFault | null {
  if (error === undefined || error === null) return null
  return error instanceof PollError ? error.fault : 'site-unreachable'
}
