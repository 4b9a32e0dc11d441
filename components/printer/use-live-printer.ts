'use client'

import { startTransition, useCallback, useEffect, useRef, useState } from 'react'
import useSWR from 'swr'
import { isOlder } from '#lib/api/is-older.ts'
import { lookThrough } from '#lib/api/look-through.ts'
import { getNextPollDelayMs } from '#lib/api/next-poll.ts'
import type { PollErrorKind } from '#lib/api/notices.ts'
import { printerApiPath } from '#lib/api/paths.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import { getLastSeenAt } from '#lib/api/sentences.ts'
import { activeStates } from '#lib/api/states.ts'
import { fetchPrinter, type PollError, type PrinterResponse } from './fetch-printer.ts'
import { useServerClock } from './use-server-clock.ts'

export interface LivePrinterState {
  printer: ApiPrinter
  /** The server's clock, to the second; ticks only while the page is visible. */
  nowMs: number
  pollError: PollErrorKind | null
}

/**
 * Polls a printer, and looks through one of its cameras: once after mounting, whenever its next picture is due, when the tab becomes visible and when the device is back
 * online; never while hidden or offline.
 *
 * Poll results are applied in a transition, so they never delay input. SWR commits its own state synchronously, so it is used only
 * to send requests.
 */
export function useLivePrinter(
  initial: ApiPrinter,
  renderedAt: string,
  camera = 1,
): LivePrinterState {
  const onJump = useRef(() => {})
  const { nowMs, readNowMs, syncClock } = useServerClock(renderedAt, onJump)
  const openedMs = Date.parse(renderedAt)
  const failures = useRef(0)
  const retryAfterSeconds = useRef<number | null>(null)
  const shown = useRef({ revision: initial.revision, atMs: openedMs })
  const [printer, setPrinter] = useState(initial)
  const [pollError, setPollError] = useState<PollErrorKind | null>(null)
  // Counts responses and failures alike: each schedules the next poll.
  const [settled, setSettled] = useState(0)
  const [isOffline, setIsOffline] = useState(false)

  // SWR's refreshInterval keeps an old delay when a tab becomes visible again and stops after an error, so we schedule polls.
  const { mutate } = useSWR<PrinterResponse, PollError>(printerApiPath(initial.id), fetchPrinter, {
    refreshInterval: 0,
    revalidateOnFocus: false,
    revalidateOnReconnect: false,
    shouldRetryOnError: false,
    onSuccess(response) {
      failures.current = 0
      retryAfterSeconds.current = null
      const { revision } = response.printer
      const { current } = shown
      const isNews = !isOlder(revision, current.revision, readNowMs() - current.atMs)
      if (isNews) shown.current = { revision, atMs: readNowMs() }
      startTransition(() => {
        syncClock(response.clockOffsetMs)
        if (isNews) setPrinter(response.printer)
        setPollError(null)
        setSettled((count) => count + 1)
      })
    },
    onError(error) {
      failures.current += 1
      retryAfterSeconds.current = error.retryAfterSeconds
      startTransition(() => {
        syncClock(null)
        setPollError(error.kind)
        setSettled((count) => count + 1)
      })
    },
  })

  const poll = useCallback(() => {
    setIsOffline(!navigator.onLine)
    if (!navigator.onLine) syncClock(null)
    else if (!document.hidden) void mutate().catch(() => undefined) // handled by `onError`
  }, [mutate, syncClock])
  onJump.current = poll

  const latest = useRef(printer)
  latest.current = printer

  useEffect(() => {
    if (settled === 0) return
    const lastSeenAt = getLastSeenAt(latest.current)
    const delayMs = getNextPollDelayMs({
      nowMs: readNowMs(),
      lastSeenMs: lastSeenAt?.getTime() ?? openedMs,
      intervalSeconds: lastSeenAt === null ? 0 : latest.current.interval_seconds,
      isPrinting: activeStates.has(latest.current.state),
      failures: failures.current,
      retryAfterSeconds: retryAfterSeconds.current,
      jitter: Math.random(),
    })
    const timer = setTimeout(poll, delayMs)
    return () => clearTimeout(timer)
  }, [settled, poll, readNowMs, openedMs])

  useEffect(() => {
    const events = [
      [document, 'visibilitychange'],
      [window, 'online'],
      [window, 'offline'],
      [window, 'pageshow'],
    ] as const
    // The first pageshow is the page load, which SWR's initial request covers. The other events have no `persisted`.
    const listen = (event: Event & { persisted?: boolean }) => {
      if (event.persisted !== false) poll()
    }
    for (const [target, name] of events) target.addEventListener(name, listen)
    return () => {
      for (const [target, name] of events) target.removeEventListener(name, listen)
    }
  }, [poll])

  return {
    printer: lookThrough(printer, camera),
    nowMs,
    pollError: isOffline ? 'visitor-offline' : pollError,
  }
}
