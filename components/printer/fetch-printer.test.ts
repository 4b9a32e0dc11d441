import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { fetchPrinter, PollError } from './fetch-printer.ts'
import { states } from './states.fixture.ts'

const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  stops.push(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/` // it listens on TCP
}

async function failOn(url: string): Promise<PollError> {
  const error: unknown = await fetchPrinter(url).catch((thrown: unknown) => thrown)
  if (error instanceof PollError) return error
  throw new Error(`expected a PollError, got ${String(error)}`)
}

describe('a failed poll says which link is broken', () => {
  test('the connection is refused', async () => {
    const url = await serve(() => {})
    for (const stop of stops.splice(0)) stop()
    expect((await failOn(url)).kind).toBe('site-unreachable')
  })

  test('the site responds with an error and Retry-After', async () => {
    const url = await serve((_, response) =>
      response.writeHead(503, { 'retry-after': '30' }).end('{}'),
    )
    expect(await failOn(url)).toMatchObject({ kind: 'site-error', retryAfterSeconds: 30 })
  })

  test('a captive portal responds with a page', async () => {
    const url = await serve((_, response) => response.end('<p>Please sign in</p>'))
    expect((await failOn(url)).kind).toBe('site-unreachable')
  })

  test('the response is JSON, but not a printer', async () => {
    const url = await serve((_, response) => response.end('{"ok":true}'))
    expect((await failOn(url)).kind).toBe('site-error')
  })
})

describe("the server's clock", () => {
  const serveAt = (headers: Record<string, string>) =>
    serve((_, response) => {
      response.sendDate = false
      response.writeHead(200, headers).end(JSON.stringify(states.printing))
    })
  const anHourAgo = () => new Date(Date.now() - 3_600_000).toUTCString()

  test('is taken from the Date header', async () => {
    const { clockOffsetMs, printer } = await fetchPrinter(await serveAt({ date: anHourAgo() }))
    expect(printer).toEqual(states.printing)
    expect(Math.round((clockOffsetMs ?? 0) / 60_000)).toBe(-60)
  })

  test('counts the Age that a cache adds', async () => {
    const { clockOffsetMs } = await fetchPrinter(await serveAt({ date: anHourAgo(), age: '1800' }))
    expect(Math.round((clockOffsetMs ?? 0) / 60_000)).toBe(-30)
  })

  test('is unknown without a Date header', async () => {
    expect((await fetchPrinter(await serveAt({}))).clockOffsetMs).toBeNull()
  })
})
