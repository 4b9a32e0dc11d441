import { expect, test } from 'vitest'
import { makeQueuedReport } from '../queued-report.ts'
import { openMemoryOutbox } from './outbox.ts'

function open() {
  const dropped: unknown[] = []
  const outbox = openMemoryOutbox((_level, _message, fields) => dropped.push(fields?.dropped))
  const put = (takenAtMs: number, jpeg: Buffer | null = null) =>
    outbox.put(makeQueuedReport(new Map(), jpeg, takenAtMs))
  const drain = () => {
    const taken: number[] = []
    for (let entry = outbox.next(); entry !== null; entry = outbox.next()) {
      taken.push(entry.report.takenAtMs)
      outbox.remove(entry.id)
    }
    return taken
  }
  return { outbox, put, drain, dropped }
}
const picture = Buffer.from('picture')

test('only the newest picture is kept; the loss is counted', () => {
  const { put, drain, dropped } = open()
  for (const at of [1, 2, 3]) put(at, picture)
  expect(drain()).toEqual([3])
  expect(dropped).toEqual([1, 2])
})

test('of each camera the newest picture is kept', () => {
  const { outbox, drain } = open()
  const put = (takenAtMs: number, camera: string) =>
    outbox.put(makeQueuedReport(new Map([['camera', camera]]), picture, takenAtMs))
  put(1, '2')
  put(2, '3')
  put(3, '2')
  expect(drain()).toEqual([3, 2])
})

test('readings, such as a job’s end, are kept in addition, newest first', () => {
  const { put, drain, dropped } = open()
  put(1)
  put(2, picture)
  put(3)
  put(4, picture)
  expect(drain()).toEqual([4, 3, 1])
  expect(dropped).toEqual([1])
})

test('up to a limit', () => {
  const { put, drain } = open()
  for (let at = 1; at <= 50; at += 1) put(at)
  expect(drain()).toEqual(Array.from({ length: 20 }, (_, index) => 50 - index))
})
