import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createDelayedChanges, type DelayedChanges } from './delayed-changes.ts'

let sent: unknown[]
let ends: string[]
let fails = false
let changes: DelayedChanges
beforeEach(() => {
  vi.useFakeTimers()
  ;[sent, ends, fails] = [[], [], false]
  changes = createDelayedChanges({
    async send({ change, ids }, isLeaving) {
      sent.push([change, ids, isLeaving])
      if (fails) throw new Error('refused')
    },
    onEnd: ({ change }, end) => ends.push(`${change} ${end}`),
  })
  return () => vi.useRealTimers()
})
afterEach(() => expect(changes.get()).toEqual([]))

test('a change that the site refuses ends with its error, and is undone on the page', async () => {
  fails = true
  changes.add('hide', [1])
  await vi.advanceTimersByTimeAsync(10_000)
  expect(ends).toEqual(['hide Error: refused'])
})

test('nothing is sent for ten seconds, then once', async () => {
  let heard = 0
  const stop = changes.subscribe(() => (heard += 1))
  changes.add('delete', [1, 2])
  await vi.advanceTimersByTimeAsync(9_999)
  expect(sent).toEqual([])
  expect(changes.get()).toMatchObject([{ change: 'delete', ids: [1, 2], isSending: false }])
  await vi.advanceTimersByTimeAsync(60_000)
  expect(sent).toEqual([['delete', [1, 2], false]])
  expect(ends).toEqual(['delete done'])
  expect(heard).toBe(3)
  stop()
})

test('each change is undone by itself, and nothing is sent for it', async () => {
  changes.add('hide', [1])
  changes.add('delete', [2])
  const [first] = changes.get()
  changes.undo(first?.key ?? 0)
  changes.undo(first?.key ?? 0)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(sent).toEqual([['delete', [2], false]])
  expect(ends).toEqual(['hide undone', 'delete done'])
})

test('a page that is left hides at once, and neither deletes nor publishes anything', async () => {
  changes.add('hide', [1])
  changes.add('delete', [2])
  changes.add('show', [3])
  changes.leave()
  changes.leave()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(sent).toEqual([['hide', [1], true]])
  expect(ends).toEqual(['delete left', 'show left', 'hide done'])
})

test('what is being sent can’t be undone, and isn’t sent again when the page is left', async () => {
  changes.add('delete', [1])
  const [change] = changes.get()
  vi.advanceTimersByTime(10_000)
  expect(changes.get()).toMatchObject([{ isSending: true }])
  changes.undo(change?.key ?? 0)
  changes.leave()
  await vi.advanceTimersByTimeAsync(0)
  expect([sent.length, ends]).toEqual([1, ['delete done']])
})
