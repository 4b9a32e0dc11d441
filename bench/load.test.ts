import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { median, percentile } from './figures.ts'
import { parseResponse } from './http-connection.ts'
import { runLoad } from './load.ts'
import { renderTable } from './table.ts'

test('a response is complete with its last byte or chunk, and not before', () => {
  for (const response of [
    'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello',
    'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\n\r\n',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
  ]) {
    const bytes = Buffer.from(response)
    for (let end = 0; end < bytes.length; end += 1)
      expect(parseResponse(bytes.subarray(0, end))).toBeNull()
    expect(parseResponse(bytes)?.status).toBe(Number(response.slice(9, 12)))
  }
  expect(() => parseResponse(Buffer.from('HTTP/1.1 200 OK\r\n\r\n'))).toThrow('length')
})

test('percentiles of nothing, one and many', () => {
  expect(percentile([], 0.99)).toBe(0)
  expect(median([7])).toBe(7)
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index)
  expect(percentile(hundred, 0.99)).toBe(100)
  expect(median(hundred)).toBe(51)
})

test('a missed aim is marked', () => {
  const table = renderTable('T', [
    ['a', '1', '>= 2', false],
    ['b', '3'],
  ])
  expect(table).toMatch(/a +1 +>= 2 +MISSED/)
  expect(table).not.toMatch(/b.*(?:met|MISSED)/)
})

test('load stops at its limit, counts errors, and an open loop keeps its rate', async () => {
  let received = 0
  const server = createServer((request, response) => {
    received += 1
    response.statusCode = request.url === '/faulty' && received % 2 === 0 ? 500 : 200
    response.end('x')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const plan = { port, path: '/', headers: {}, connections: 4, seconds: 5, maxRequests: 100 }
  expect(await runLoad({ ...plan, perSecond: null })).toMatchObject({
    requests: 100,
    errors: 0,
    status: 200,
  })
  expect(received).toBe(100)
  const faulty = await runLoad({ ...plan, path: '/faulty', perSecond: null })
  expect(faulty.errors).toBeGreaterThan(20)
  const steady = await runLoad({ ...plan, seconds: 1, maxRequests: 1_000, perSecond: 50 })
  expect(steady.requests).toBeLessThanOrEqual(50)
  expect(steady.requests).toBeGreaterThan(5)
  server.close()
  server.closeAllConnections()
})
