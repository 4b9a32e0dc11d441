import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { measureAnswer } from './http-reader.ts'
import { runLoad } from './run-load.ts'
import { median, percentile } from './statistics.ts'
import { renderTable } from './table.ts'

test('an answer is whole when its length or its last chunk has come, and no byte before', () => {
  for (const answer of [
    'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello',
    'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\n\r\n',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
  ]) {
    const bytes = Buffer.from(answer)
    for (let end = 0; end < bytes.length; end += 1)
      expect(measureAnswer(bytes.subarray(0, end)).bytes).toBe(0)
    expect(measureAnswer(bytes)).toEqual({
      bytes: bytes.length,
      status: Number(answer.slice(9, 12)),
    })
  }
  expect(() => measureAnswer(Buffer.from('HTTP/1.1 200 OK\r\n\r\n'))).toThrow('length')
})

test('percentiles of nothing, one and many', () => {
  expect(percentile([], 0.99)).toBe(0)
  expect(median([7])).toBe(7)
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index)
  expect(percentile(hundred, 0.99)).toBe(100)
  expect(median(hundred)).toBe(51)
})

test('an aim that is missed is said loudly', () => {
  const table = renderTable('T', [
    { what: 'a', measured: '1', aim: '>= 2', isMet: false },
    { what: 'b', measured: '3' },
  ])
  expect(table).toMatch(/a +1 +>= 2 +MISSED/)
  expect(table).not.toMatch(/b.*(?:met|MISSED)/)
})

test('load is bounded by its count, tells faults, and an open loop keeps its rate', async () => {
  let asked = 0
  const server = createServer((request, response) => {
    asked += 1
    response.statusCode = request.url === '/faulty' && asked % 2 === 0 ? 500 : 200
    response.end('x')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const plan = { port, path: '/', headers: {}, connections: 4, seconds: 5, maxRequests: 100 }
  expect(await runLoad({ ...plan, perSecond: null })).toMatchObject({
    requests: 100,
    faults: 0,
    status: 200,
  })
  expect(asked).toBe(100)
  const faulty = await runLoad({ ...plan, path: '/faulty', perSecond: null })
  expect(faulty.faults).toBeGreaterThan(20)
  const steady = await runLoad({ ...plan, seconds: 1, maxRequests: 1_000, perSecond: 50 })
  expect(steady.requests).toBeLessThanOrEqual(50)
  expect(steady.requests).toBeGreaterThan(5)
  server.close()
  server.closeAllConnections()
})
