import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Refusal } from '../overview/overview-store.ts'
import { noteRefusal, openRefusals, type Refusals } from './refusals.ts'

const unauthorized = { code: 'unauthorized', message: 'Send a token.' }
const refuse = (path: string, address: string, method = 'PATCH') =>
  noteRefusal({ method, path, address }, unauthorized)

/** Counts what reaches the database; each write is its own row. */
let written: { id: number; refusals: readonly Refusal[] }[]
let isDown: boolean
let open: Refusals
const store = {
  noteRefusals: async (id: number, refusals: readonly Refusal[]) => {
    if (isDown) throw new Error('down')
    written.push({ id, refusals })
  },
  listRefusals: async () => new Map<number, Refusal[]>(),
}
beforeEach(() => {
  vi.useFakeTimers()
  written = []
  isDown = false
  open = openRefusals(store, 5_000)
  open.setPrinters([1, 2])
})
afterEach(async () => {
  isDown = false
  await open.close()
  vi.useRealTimers()
})
const addresses = () => written.map(({ refusals }) => refusals.map(({ address }) => address))

test('the first refused report is stored at once, and only reports are', async () => {
  refuse('/api/3dprinter/1/', '10.0.0.1')
  refuse('/api/3dprinter/1/', '10.0.0.3', 'GET')
  refuse('/api/3dprinter/1/prints', '10.0.0.3')
  await vi.advanceTimersByTimeAsync(0)
  expect(written).toMatchObject([
    { id: 1, refusals: [{ address: '10.0.0.1', count: 1, reason: 'Send a token.' }] },
  ])
})

test('a flood is one write of eight in five seconds, with a count', async () => {
  refuse('/api/3dprinter/1/', '10.0.0.1')
  await vi.advanceTimersByTimeAsync(0)
  for (let count = 0; count < 100_000; count += 1) refuse('/api/3dprinter/1/', '10.0.0.1')
  for (let host = 0; host < 300; host += 1)
    refuse('/api/3dprinter/1/image.jpg', `10.0.1.${host}`, 'PUT')
  refuse('/api/3dprinter/1/', '10.0.0.1')
  await vi.advanceTimersByTimeAsync(4_999)
  expect(written).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(written).toHaveLength(2)
  expect(written[1]?.refusals).toHaveLength(8)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(written).toHaveLength(2)
})

test('strangers can neither fill the memory nor cause writes with numbers of no printer', async () => {
  for (let id = 3; id < 3000; id += 1) refuse(`/api/3dprinter/${id}/`, '10.0.0.1')
  refuse('/api/3dprinter/2/', '10.0.0.2')
  await vi.advanceTimersByTimeAsync(60_000)
  expect(written.map(({ id }) => id)).toEqual([2])
})

test('the doctor’s empty report is no refused report, an empty one of something else is', async () => {
  const empty = { code: 'empty-patch', message: 'The body has no known field.' }
  const request = { method: 'PATCH', path: '/api/3dprinter/1/', address: '10.0.0.1' }
  noteRefusal({ ...request, userAgent: 'paparazza-snapper/1.0.0' }, empty)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(written).toEqual([])
  noteRefusal({ ...request, userAgent: 'paparazza-snapper/1.0.0' }, unauthorized)
  noteRefusal({ ...request, userAgent: 'curl/8' }, empty)
  await vi.advanceTimersByTimeAsync(10_000)
  const codes = written.flatMap(({ refusals }) => refusals.map(({ code }) => code))
  expect(codes.toSorted()).toEqual(['empty-patch', 'unauthorized'])
})

test('what couldn’t be stored is stored later', async () => {
  isDown = true
  refuse('/api/3dprinter/1/', '10.0.0.1')
  await vi.advanceTimersByTimeAsync(20_000)
  isDown = false
  await open.list()
  expect(addresses()).toEqual([['10.0.0.1']])
})
