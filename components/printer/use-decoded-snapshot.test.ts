import { afterEach, expect, test, vi } from 'vitest'
import { fakePage, restorePage, runHook } from '#components/testing/run-hook.ts'
import type { ApiSnapshot } from '#lib/api/schema/printer.ts'
import { states } from './states.fixture.ts'
import { useDecodedSnapshot } from './use-decoded-snapshot.ts'

afterEach(restorePage)

const first = states.printing.snapshot as ApiSnapshot // the fixture's printer has one
const later: ApiSnapshot = { ...first, captured_at: '2026-11-22T14:40:00Z' }
const latest: ApiSnapshot = { ...first, captured_at: '2026-11-22T14:50:00Z' }

/** A page whose browser decodes when the test says so. */
async function open() {
  const { document } = fakePage()
  const decodings: { resolve(): void; reject(): void }[] = []
  const element = () => ({
    append() {},
    decode: () =>
      new Promise<void>((resolve, reject) => {
        decodings.push({ resolve, reject: () => reject(new Error('EncodingError')) })
      }),
  })
  Object.assign(document, { createElement: element })
  let newest: ApiSnapshot | null = first
  let rerender = () => {}
  const { useState } = await import('react')
  const hook = await runHook(() => {
    const [, setCount] = useState(0)
    rerender = () => setCount((count) => count + 1)
    return useDecodedSnapshot(newest, '100vw')
  })
  const receive = (snapshot: ApiSnapshot | null) =>
    hook.act(() => {
      newest = snapshot
      rerender()
    })
  return { hook, decodings, receive }
}

test('the server’s picture is shown at once', async () => {
  const { hook, decodings } = await open()
  expect(hook.current).toBe(first)
  expect(decodings).toHaveLength(0)
})

test('a new picture replaces the old one only when it can be shown without a flash', async () => {
  const { hook, decodings, receive } = await open()
  await receive(later)
  expect(hook.current).toBe(first)
  await hook.act(() => decodings[0]?.resolve())
  expect(hook.current).toBe(later)
})

test('if a picture never loads, the old one stays, and the new one is tried again', async () => {
  const { hook, decodings, receive } = await open()
  await receive(later)
  await hook.act(() => decodings[0]?.reject())
  expect(hook.current).toBe(first)
  await hook.act(() => {}, 19_000)
  expect(decodings).toHaveLength(1)
  await hook.act(() => {}, 1_000)
  await hook.act(() => decodings[1]?.resolve())
  expect(hook.current).toBe(later)
})

test('a slow picture that is outdated by then is not shown', async () => {
  const { hook, decodings, receive } = await open()
  await receive(later)
  await receive(latest)
  await hook.act(() => decodings[1]?.resolve())
  await hook.act(() => decodings[0]?.resolve())
  expect(hook.current).toBe(latest)
})

test('when the owner pauses or purges pictures, the picture is gone at once', async () => {
  const { hook, decodings, receive } = await open()
  await receive(null)
  expect(hook.current).toBeNull()
  expect(decodings).toHaveLength(0)
})

test('a poll without a new picture loads nothing', async () => {
  const { hook, decodings, receive } = await open()
  await receive({ ...first, alt: 'another text' })
  await hook.act(() => {}, vi.getTimerCount() > 0 ? 60_000 : 0)
  expect(decodings).toHaveLength(0)
})
