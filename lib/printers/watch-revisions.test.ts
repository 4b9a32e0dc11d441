import { EventEmitter } from 'node:events'
import { afterEach, expect, test, vi } from 'vitest'
import type { PrinterEvents } from './events.ts'
import { watchRevisions } from './watch-revisions.ts'

afterEach(() => {
  vi.useRealTimers()
})

async function watch() {
  vi.useFakeTimers()
  const revisions = new Map([[1, 5]])
  const events = new EventEmitter<PrinterEvents>()
  const emitted: string[] = []
  events.on('changed', (id) => emitted.push(`changed ${id}`))
  events.on('pictures-deleted', () => emitted.push('pictures-deleted'))
  const database = { respond: async () => {}, queries: 0 }
  const listRevisions = async () => {
    database.queries += 1
    const found = new Map(revisions)
    await database.respond()
    return found
  }
  const onError = () => emitted.push('error')
  const watched = watchRevisions({ listRevisions }, events, onError)
  await vi.advanceTimersByTimeAsync(0)
  // What was rendered before the first look.
  expect(emitted.splice(0)).toEqual(['changed 1', 'pictures-deleted'])
  return { ...watched, revisions, events, emitted, database }
}

test('a change by another process is emitted once within a second, including possibly deleted pictures', async () => {
  const { revisions, emitted, stop } = await watch()
  revisions.set(1, 6).set(2, 1)
  await vi.advanceTimersByTimeAsync(1000)
  expect(emitted).toEqual(['changed 1', 'changed 2', 'pictures-deleted'])
  await vi.advanceTimersByTimeAsync(3000)
  expect(emitted).toHaveLength(3)
  stop()
})

test('a lower revision after a failover and a missing printer are changes', async () => {
  const { revisions, emitted, stop } = await watch()
  revisions.set(1, 4)
  await vi.advanceTimersByTimeAsync(1000)
  revisions.delete(1)
  await vi.advanceTimersByTimeAsync(1000)
  expect(emitted.filter((each) => each === 'changed 1')).toHaveLength(2)
  stop()
})

test('a change by another process between a report here and its event is not lost', async () => {
  const { revisions, events, emitted, confirm, stop } = await watch()
  revisions.set(1, 6)
  await vi.advanceTimersByTimeAsync(1000)
  events.emit('changed', 1)
  emitted.splice(0)
  revisions.set(1, 7)
  await confirm()
  expect(emitted).toContain('changed 1')
  stop()
})

test('confirming sees what was committed before it, even while an older query is running', async () => {
  const { revisions, emitted, confirm, database, stop } = await watch()
  const running = Promise.withResolvers<void>()
  database.respond = () => running.promise
  const early = confirm()
  await vi.advanceTimersByTimeAsync(0)
  revisions.set(1, 6)
  const late = [confirm(), confirm(), confirm()]
  database.respond = async () => {}
  running.resolve()
  await early
  await Promise.all(late)
  expect(emitted).toContain('changed 1')
  expect(database.queries).toBe(3)
  stop()
})

test('while the store hangs or fails, only the first request waits, a second at most, and one error is reported', async () => {
  const { revisions, emitted, confirm, database, stop } = await watch()
  const hanging = Promise.withResolvers<void>()
  database.respond = () => hanging.promise
  let isConfirmed = false
  const first = confirm().then(() => {
    isConfirmed = true
  })
  await vi.advanceTimersByTimeAsync(999)
  expect(isConfirmed).toBe(false)
  await vi.advanceTimersByTimeAsync(1)
  await first
  await confirm()
  database.respond = () => Promise.reject(new Error('down'))
  hanging.reject(new Error('timeout'))
  await vi.advanceTimersByTimeAsync(5000)
  await confirm()
  expect(emitted.length).toBeLessThanOrEqual(1)

  revisions.set(1, 6)
  database.respond = async () => {}
  await vi.advanceTimersByTimeAsync(1000)
  expect(emitted.at(-2)).toBe('changed 1')
  stop()
})
