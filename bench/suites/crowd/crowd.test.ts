import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliCompressSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { createConnection } from '../../http-connection.ts'
import { type CrowdRun, renderCrowd } from './report.ts'
import { chooseVariant, createViewLog, createViewParser } from './views.ts'

describe('a viewer’s connection', () => {
  const closers: (() => void)[] = []
  afterEach(() => {
    for (const close of closers.splice(0)) close()
  })

  async function open(getStatus: (received: number) => number) {
    const ports = new Set<number | undefined>()
    let received = 0
    const server = createServer((request, response) => {
      ports.add(request.socket.remotePort)
      received += 1
      const status = getStatus(received)
      if (status === 0) request.socket.destroy()
      else if (status === 304) response.writeHead(304, { etag: '"a"' }).end()
      else
        response
          .writeHead(status, { etag: '"a"', 'content-length': 90_000 })
          .end('x'.repeat(90_000))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo // over TCP, so neither text nor null
    const connection = createConnection(port)
    closers.push(connection.close, () => server.close())
    return { connection, ports }
  }

  test('a broken connection is an error, and the next request opens another', async () => {
    const { connection } = await open((received) => (received === 1 ? 0 : 200))
    await expect(connection.get('/', {})).rejects.toThrow('closed')
    expect((await connection.get('/', {})).status).toBe(200)
  })

  test('is kept alive, and responses are complete', async () => {
    const { connection, ports } = await open((received) => (received === 2 ? 304 : 200))
    const [first, second, third] = [
      await connection.get('/', {}),
      await connection.get('/', { 'if-none-match': '"a"' }),
      await connection.get('/', {}),
    ]
    expect([first.status, second.status, third.status]).toEqual([200, 304, 200])
    expect([first.etag, first.body.length, second.body.length]).toEqual(['"a"', 90_000, 0])
    expect(ports.size).toBe(1)
  })
})

test('a viewer who never receives a picture is missing, one who arrives later doesn’t count', () => {
  const log = createViewLog()
  for (const arrivedAtMs of [0, 100, 5_000]) log.addViewer(arrivedAtMs)
  log.addPicture({ sha256: 'a', acknowledgedAtMs: 1_000 })
  log.addReceived('a', 4_000, 0)
  log.addReceived('a', 5_100, 5_000)
  expect(log.summarize()).toEqual([
    { acknowledgedAtMs: 1_000, viewers: 2, p50Ms: 3_000, lastMs: 3_000, missing: 1 },
  ])
})

test('viewers choose the format that their browser supports, in every width', () => {
  const sources = (['image/avif', 'image/webp', 'image/jpeg'] as const).flatMap((type) =>
    [320, 640].map((width) => ({ type, width, url: `http://x/media/abc/${width}.${type}` })),
  )
  const printer = {
    observed_at: '2026-11-22T12:00:00Z',
    interval_seconds: 30,
    snapshot: { captured_at: '2026-11-22T12:00:05Z', sources },
  }
  const view = createViewParser()('"a"', brotliCompressSync(JSON.stringify(printer)))
  expect(view).toMatchObject({ lastSeenMs: Date.parse('2026-11-22T12:00:05Z'), sha256: 'abc' })
  const chosen = Array.from({ length: 100 }, (_, viewer) => chooseVariant(view, viewer))
  expect(new Set(chosen).size).toBe(6)
  expect(chosen.filter((path) => path?.endsWith('image/avif'))).toHaveLength(92)
})

test('an error, a variant made twice and a viewer without a picture are all marked as missed', () => {
  const run: CrowdRun = {
    viewers: 10,
    seconds: 100,
    everySeconds: 30,
    endedAtMs: 100_000,
    picturesSent: 2,
    variantsEach: 9,
    cpuSeconds: null,
    memory: { ownMb: 100, childrenMb: 0 },
    counts: { renders: 19, hits: 9, misses: 1 },
    result: {
      polls: 30,
      unchanged: 0,
      pictures: 20,
      pictureBytes: 1000,
      errors: { closed: 1 },
      pollP50Ms: 1,
      pollP99Ms: 2,
      pollMaxMs: 3,
      pictureP99Ms: 4,
      worstSecond: { second: 1, polls: 5, p99Ms: 3 },
      spread: [
        { acknowledgedAtMs: 30_000, viewers: 10, p50Ms: 3_000, lastMs: 6_000, missing: 1 },
        { acknowledgedAtMs: 90_000, viewers: 10, p50Ms: 0, lastMs: 0, missing: 10 },
      ],
      ownLagP99Ms: 1,
    },
  }
  const missed = renderCrowd(run)
    .split('\n')
    .filter((line) => line.endsWith('MISSED'))
  expect(missed.map((line) => line.split('  ')[0])).toEqual([
    'errors',
    'viewers who missed a picture',
    'variants made, for 2 pictures',
  ])
})
