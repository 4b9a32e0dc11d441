import { describe, expect, test } from 'vitest'
import { HttpError } from './http.ts'
import { followMoments } from './moments.ts'
import type { ChangeListener } from './printers/backend.ts'

/** A clock that the test sets, and connections that it opens, announces by and ends. */
function startFollowing(listen?: (attempt: number) => void) {
  let nowMs = 0
  const stop = new AbortController()
  const sleeps: number[] = []
  let wake: (() => void)[] = []
  const logged: string[] = []
  const connections: { listener: ChangeListener; signal: AbortSignal }[] = []
  const timing = {
    now: () => nowMs,
    monotonic: () => nowMs,
    random: () => 1,
    sleep: (ms: number, signal: AbortSignal) => {
      sleeps.push(ms)
      return new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => resolve())
        wake.push(resolve)
      })
    },
  }
  const moments = followMoments(
    {
      async listen(listener, signal) {
        connections.push({ listener, signal })
        listen?.(connections.length)
        await new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason))
        })
      },
    },
    {
      timing,
      stop: stop.signal,
      log: (level, message, fields) => logged.push(`${level}: ${message} ${fields?.detail ?? ''}`),
    },
  )
  return {
    moments,
    connections,
    sleeps,
    logged,
    stop,
    get last() {
      const connection = connections.at(-1)
      if (connection === undefined) throw new Error('no connection')
      return connection
    },
    at(second: number) {
      nowMs = second * 1000
    },
    async endSleeps() {
      const ended = wake
      wake = []
      for (const end of ended) end()
      await new Promise(setImmediate)
    },
  }
}

test('a burst is one look, when it has settled, with what was known before its first announcement', () => {
  const { moments, last, at } = startFollowing()
  expect(moments.dueAtMs()).toBe(Number.POSITIVE_INFINITY)
  at(10)
  const announced = moments.announced()
  last.listener.changed(7000)
  expect(announced.aborted).toBe(true)
  at(10.1)
  for (let count = 0; count < 1000; count += 1) last.listener.changed(9000)
  expect(moments.dueAtMs()).toBe(10_400)
  expect(moments.take()).toMatchObject({ unchangedAtMs: 7000 })
  expect(moments.take()).toBeNull()
  expect(moments.dueAtMs()).toBe(Number.POSITIVE_INFINITY)
})

test('a new connection is an occasion to look: nobody knows what happened without it', () => {
  const { moments, last } = startFollowing()
  last.listener.opened()
  expect(moments.take()).toMatchObject({ unchangedAtMs: null })
})

test('six reports a minute at most', () => {
  const { moments, last, at } = startFollowing()
  for (let second = 1; second <= 6; second += 1) {
    at(second)
    moments.reported()
  }
  at(7)
  last.listener.changed(null)
  expect(moments.dueAtMs()).toBe(61_000)
})

test('thirty looks a minute at most, whatever is announced', () => {
  const { moments, last, at } = startFollowing()
  for (let second = 1; second <= 30; second += 1) {
    at(second)
    last.listener.changed(null)
    expect(moments.dueAtMs()).toBe(second * 1000 + 400)
    moments.take()
  }
  at(31)
  // A look on schedule is none of them.
  moments.take()
  last.listener.changed(null)
  expect(moments.dueAtMs()).toBe(61_000)
})

describe('a connection that fails', () => {
  const fail = () => {
    throw new HttpError('network', 'ECONNREFUSED')
  }

  test('is tried again after longer and longer pauses, and logged once', async () => {
    const { sleeps, logged, endSleeps, stop } = startFollowing(fail)
    for (let count = 0; count < 8; count += 1) await endSleeps()
    stop.abort()
    expect(sleeps.slice(0, 8)).toEqual([2, 4, 8, 16, 32, 60, 60, 60].map((second) => second * 1000))
    expect(logged).toEqual([
      'warn: not listening: moments of a print are reported on schedule ECONNREFUSED',
    ])
  })

  test('after half a minute is tried again soon', async () => {
    const following = startFollowing((attempt) => attempt < 4 && fail())
    for (let count = 0; count < 3; count += 1) await following.endSleeps()
    following.at(100)
    following.last.listener.opened()
    const { sleeps, stop } = following
    expect(sleeps).toEqual([2000, 4000, 8000])
    stop.abort()
  })
})

describe('a moment that was found on schedule and not announced', () => {
  test('within 20 s ends the connection, which is dead', async () => {
    const following = startFollowing()
    const { moments, connections, last, logged, at, endSleeps, stop } = following
    last.listener.opened()
    at(100)
    moments.missed()
    at(120)
    await endSleeps()
    expect(last.signal.aborted).toBe(true)
    expect(logged.at(-1)).toMatch(/a change was not announced$/)
    await endSleeps()
    expect(connections).toHaveLength(2)
    stop.abort()
  })

  test('and is announced a little later is no fault', async () => {
    const { moments, last, at, endSleeps, stop } = startFollowing()
    last.listener.opened()
    at(100)
    moments.missed()
    at(101)
    last.listener.changed(null)
    at(120)
    await endSleeps()
    expect(last.signal.aborted).toBe(false)
    stop.abort()
  })
})
