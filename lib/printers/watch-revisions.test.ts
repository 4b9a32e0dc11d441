import { EventEmitter } from 'node:events'
import { expect, test, vi } from 'vitest'
import type { PrinterEvents } from './events.ts'
import { watchRevisions } from './watch-revisions.ts'

function watch() {
  vi.useFakeTimers()
  const revisions = new Map([[1, 5]])
  const events = new EventEmitter<PrinterEvents>()
  const told: string[] = []
  events.on('changed', (id) => told.push(`changed ${id}`))
  events.on('pictures-deleted', () => told.push('pictures-deleted'))
  const listRevisions = async () => new Map(revisions)
  const stop = watchRevisions({ listRevisions }, events, () => told.push('fault'), 1000)
  return { revisions, events, told, stop }
}

test('what another process changes is told once, with the pictures that may be gone', async () => {
  const { revisions, told, stop } = watch()
  await vi.advanceTimersByTimeAsync(1000)
  expect(told).toEqual([])
  revisions.set(1, 6).set(2, 1)
  await vi.advanceTimersByTimeAsync(3000)
  expect(told).toEqual(['changed 1', 'changed 2', 'pictures-deleted'])
  stop()
  vi.useRealTimers()
})

test('what this process has told itself is not told again', async () => {
  const { revisions, events, told, stop } = watch()
  await vi.advanceTimersByTimeAsync(1000)
  revisions.set(1, 6)
  events.emit('changed', 1)
  await vi.advanceTimersByTimeAsync(3000)
  expect(told).toEqual(['changed 1'])
  stop()
  vi.useRealTimers()
})
