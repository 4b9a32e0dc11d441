import { afterEach, describe, expect, test, vi } from 'vitest'
import { type FakePage, fakePage, restorePage, runHook } from '#components/testing/run-hook.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import { fixtureNow, states } from './states.fixture.ts'
import { useLivePrinter } from './use-live-printer.ts'

afterEach(restorePage)

const now = Date.parse(fixtureNow)
const minute = 60_000
let ids = 0

interface Served {
  status: number
  body: unknown
  headers?: Record<string, string>
}

/** A page that polls `served`, which a test may change. SWR's cache is per URL, so each has a printer of its own. */
async function open(changes: Partial<ApiPrinter> = {}) {
  const page = fakePage()
  vi.setSystemTime(now)
  ids += 1
  const initial: ApiPrinter = { ...states.printing, ...changes, id: ids }
  const served: Served = { status: 200, body: initial }
  const requests: string[] = []
  vi.stubGlobal('fetch', async (url: string) => {
    requests.push(url)
    if (served.status === 0) throw new TypeError('fetch failed')
    return new Response(JSON.stringify(served.body), {
      status: served.status,
      headers: { date: new Date().toUTCString(), ...served.headers },
    })
  })
  const hook = await runHook(() => useLivePrinter(initial, fixtureNow))
  await hook.act()
  return { ...page, hook, initial, served, requests }
}

const goOnline = async (
  { window, navigator, hook }: FakePage & Pick<Awaited<ReturnType<typeof open>>, 'hook'>,
  onLine: boolean,
) => {
  navigator.onLine = onLine
  await hook.act(() => window.dispatchEvent(new Event(onLine ? 'online' : 'offline')))
}

describe('a live page', () => {
  test('starts with what the server rendered and polls once', async () => {
    const { hook, initial, requests } = await open()
    expect(hook.current).toMatchObject({ printer: initial, pollError: null })
    expect(requests).toEqual([`/api/3dprinter/${initial.id}/`])
  })

  test('shows the new picture soon after it is due, and not before', async () => {
    const { hook, initial, served, requests } = await open({ state: 'idle' })
    served.body = { ...initial, progress: 47 }
    await hook.act(() => {}, 6 * minute)
    expect(requests).toHaveLength(1)
    expect(hook.current.printer.progress).toBe(42.3)
    await hook.act(() => {}, 1.5 * minute)
    expect(requests.length).toBeGreaterThan(1)
    expect(hook.current.printer.progress).toBe(47)
  })

  test('shows within minutes that a print has ended between two pictures', async () => {
    const { hook, initial, served, requests } = await open()
    served.body = { ...initial, state: 'finished' }
    await hook.act(() => {}, 2 * minute)
    expect(requests).toHaveLength(1)
    await hook.act(() => {}, minute)
    expect(hook.current.printer.state).toBe('finished')
  })

  test('ignores a replica that answers with an older state, but not for ever', async () => {
    const page = await open({ revision: 7 })
    const { hook, initial, served } = page
    served.body = { ...initial, revision: 8, progress: 47 }
    await goOnline(page, true)
    served.body = { ...initial, revision: 7, progress: 42 }
    await goOnline(page, true)
    expect(hook.current.printer.progress).toBe(47)
    expect(hook.current.pollError).toBeNull()
    // A restored backup counts from an earlier revision.
    await hook.act(() => {}, 2 * minute)
    await goOnline(page, true)
    expect(hook.current.printer.progress).toBe(42)
  })

  test('does not poll while it is hidden, and catches up when it is shown', async () => {
    const { hook, document, requests } = await open()
    document.hidden = true
    await hook.act(() => {}, 60 * minute)
    expect(requests).toHaveLength(1)
    await hook.act(() => document.show(true))
    expect(requests).toHaveLength(2)
  })

  test('stops polling when it is closed', async () => {
    const { hook, window, requests } = await open()
    await hook.unmount()
    window.dispatchEvent(new Event('online'))
    await vi.advanceTimersByTimeAsync(60 * minute)
    expect(requests).toHaveLength(1)
  })
})

describe('when a poll fails', () => {
  test('it says which link is broken and keeps the last known state', async () => {
    const page = await open()
    const { hook, initial, served } = page
    served.status = 500
    await goOnline(page, true)
    expect(hook.current).toMatchObject({ printer: initial, pollError: 'site-error' })
    served.status = 0
    await goOnline(page, true)
    expect(hook.current.pollError).toBe('site-unreachable')
  })

  test('it retries in seconds and recovers by itself', async () => {
    const page = await open()
    const { hook, initial, served } = page
    served.status = 0
    await goOnline(page, true)
    served.status = 200
    served.body = { ...initial, progress: 88 }
    await hook.act(() => {}, 7_000)
    expect(hook.current).toMatchObject({ pollError: null, printer: { progress: 88 } })
  })

  test('it waits as long as the site asks for', async () => {
    const page = await open()
    const { hook, served, requests } = page
    Object.assign(served, { status: 503, headers: { 'retry-after': '120' } })
    await goOnline(page, true)
    expect(requests).toHaveLength(2)
    await hook.act(() => {}, 119_000)
    expect(requests).toHaveLength(2)
    await hook.act(() => {}, 32_000)
    expect(requests).toHaveLength(3)
  })
})

test('a device without a network says so at once, asks for nothing, and polls when it is back', async () => {
  const page = await open()
  const { hook, requests } = page
  await goOnline(page, false)
  expect(hook.current.pollError).toBe('visitor-offline')
  await hook.act(() => {}, 60 * minute)
  expect(requests).toHaveLength(1)
  await goOnline(page, true)
  expect(hook.current.pollError).toBeNull()
  expect(requests).toHaveLength(2)
})

describe('ages are computed with the server’s clock', () => {
  test('a device that is an hour slow still shows the right time', async () => {
    const { hook } = await open()
    expect(hook.current.nowMs).toBe(now)
    await hook.act(() => {}, 10_000)
    expect(hook.current.nowMs).toBe(now + 10_000)
    vi.setSystemTime(now - 60 * minute)
    vi.stubGlobal('fetch', async () =>
      Response.json(
        { ...hook.current.printer },
        { headers: { date: new Date(now).toUTCString() } },
      ),
    )
    await hook.act(() => window.dispatchEvent(new Event('online')))
    expect(Math.abs(hook.current.nowMs - now)).toBeLessThan(2_000)
  })

  test('the clock stands still while the page is hidden and is right when it is shown again', async () => {
    const { hook, document } = await open()
    document.hidden = true
    await hook.act(() => {}, 5 * minute)
    expect(hook.current.nowMs).toBe(now)
    await hook.act(() => document.show(true))
    expect(hook.current.nowMs).toBe(now + 5 * minute)
  })

  test('after a sleep the page asks before it says how old anything is', async () => {
    const { hook, served, requests } = await open()
    const answer = Promise.withResolvers<void>()
    const fetchNow = fetch
    vi.stubGlobal('fetch', async (url: string) => {
      await answer.promise
      return fetchNow(url)
    })
    served.body = { ...hook.current.printer, progress: 97 }
    vi.setSystemTime(now + 8 * 60 * minute)
    await hook.act(() => {}, 5_000)
    expect(hook.current).toMatchObject({ nowMs: now, pollError: null })
    await hook.act(() => answer.resolve())
    expect(requests).toHaveLength(2)
    expect(hook.current.nowMs).toBeGreaterThan(now + 8 * 60 * minute)
    expect(hook.current.printer.progress).toBe(97)
  })

  test('a clock that is set back makes nothing younger, though the site can’t be reached', async () => {
    const { hook, served } = await open()
    served.status = 0
    vi.setSystemTime(now - 3 * 60 * minute)
    await hook.act(() => {}, 5_000)
    expect(hook.current.pollError).toBe('site-unreachable')
    expect(hook.current.nowMs).toBeGreaterThanOrEqual(now)
  })
})
