import { EventEmitter } from 'node:events'
import { expect, test, vi } from 'vitest'
import type { PrinterEvents } from './events.ts'
import { watchRevisions } from './watch-revisions.ts'

function watch() {
  vi.useFakeTimers()
  const revisions = new Map([[1, 5]])
  const events = new EventEmitter<PrinterEvents>()
  const emitted: string[] = []
  events.on('changed', (id) => emitted.push(`changed ${id}`))
  events.on('pictures-deleted', () => emitted.push('pictures-deleted'))
  const listRevisions = async () => new Map(revisions)
  const stop = watchRevisions({ listRevisions }, events, () => emitted.push('error'), 1000)
  return { revisions, events, emitted, stop }
}

test('a change by another process is emitted once, including possibly deleted pictures', async () => {
  const { revisions, emitted, stop } = watch()
  await vi.advanceTimersByTimeAsync(1000)
  expect(emitted).toEqual([])
  revisions.set(1, 6).set(2, 1)
  await vi.advanceTimersByTimeAsync(3000)
  expect(emitted).toEqual(['changed 1', 'changed 2', 'pictures-deleted'])
  stop()
  vi.useRealTimers()
})

test('a change by this process is not emitted again', async () => {
  const { revisions, events, emitted, stop } = watch()
  await vi.advanceTimersByTimeAsync(1000)
  revisions.set(1, 6)
  events.emit('changed', 1)
  await vi.advanceTimersByTimeAsync(3000)
  expect(emitted).toEqual(['changed 1'])
  stop()
  vi.useRealTimers()
})
