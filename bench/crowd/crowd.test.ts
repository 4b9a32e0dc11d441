import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliCompressSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { createConnection } from './connection.ts'
import { createSightings } from './first-views.ts'
import { type CrowdRun, renderCrowd } from './report.ts'
import { chooseVariant, createViewReader } from './views.ts'

describe('a viewer’s connection', () => {
  const closers: (() => void)[] = []
  afterEach(() => {
    for (const close of closers.splice(0)) close()
  })

  async function open(answer: (asked: number) => number) {
    const ports = new Set<number | undefined>()
    let asked = 0
    const server = createServer((request, response) => {
      ports.add(request.socket.remotePort)
      asked += 1
      const status = answer(asked)
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

  test('a line that breaks is a fault, and the next question opens another', async () => {
    const { connection } = await open((asked) => (asked === 1 ? 0 : 200))
    await expect(connection.ask('/', {})).rejects.toThrow('closed')
    expect((await connection.ask('/', {})).status).toBe(200)
  })

  test('is kept, and its answers come whole', async () => {
    const { connection, ports } = await open((asked) => (asked === 2 ? 304 : 200))
    const [first, second, third] = [
      await connection.ask('/', {}),
      await connection.ask('/', { 'if-none-match': '"a"' }),
      await connection.ask('/', {}),
    ]
    expect([first.status, second.status, third.status]).toEqual([200, 304, 200])
    expect([first.etag, first.body.length, second.body.length]).toEqual(['"a"', 90_000, 0])
    expect(ports.size).toBe(1)
  })
})

test('who never sees a picture is missing, who came after it doesn’t count', () => {
  const sightings = createSightings()
  for (const cameAtMs of [0, 100, 5_000]) sightings.noteViewer(cameAtMs)
  sightings.notePicture({ sha256: 'a', acknowledgedAtMs: 1_000 })
  sightings.noteSeen('a', 4_000, 0)
  sightings.noteSeen('a', 5_100, 5_000)
  expect(sightings.listSeen()).toEqual([
    { acknowledgedAtMs: 1_000, viewers: 2, p50Ms: 3_000, lastMs: 3_000, missing: 1 },
  ])
})

test('viewers take the format that their browser shows, in every width', () => {
  const sources = (['image/avif', 'image/webp', 'image/jpeg'] as const).flatMap((type) =>
    [320, 640].map((width) => ({ type, width, url: `http://x/media/abc/${width}.${type}` })),
  )
  const printer = {
    observed_at: '2026-11-22T12:00:00Z',
    interval_seconds: 30,
    snapshot: { captured_at: '2026-11-22T12:00:05Z', sources },
  }
  const view = createViewReader()('"a"', brotliCompressSync(JSON.stringify(printer)))
  expect(view).toMatchObject({ lastSeenMs: Date.parse('2026-11-22T12:00:05Z'), sha256: 'abc' })
  const chosen = Array.from({ length: 100 }, (_, viewer) => chooseVariant(view, viewer))
  expect(new Set(chosen).size).toBe(6)
  expect(chosen.filter((path) => path?.endsWith('image/avif'))).toHaveLength(92)
})

test('an error, a variant made twice and a viewer without a picture are all told as missed', () => {
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
      faults: { closed: 1 },
      pollP50Ms: 1,
      pollP99Ms: 2,
      pollMaxMs: 3,
      pictureP99Ms: 4,
      worstSecond: { second: 1, polls: 5, p99Ms: 3 },
      seen: [
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
    'viewers who never saw one',
    'variants made, for 2 pictures',
  ])
})
