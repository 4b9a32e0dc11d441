import { EventEmitter, once as onceEmitted } from 'node:events'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { Context } from '#lib/app-context/context.ts'
import { createLog } from '#lib/app-context/log.ts'
import { singleton } from '#lib/core/singleton.ts'
import { getPrinterEvents } from '#lib/printers/events.ts'
import { openHttpServer } from './http-server.fixture.ts'
import { openServices } from './services.ts'

const holder = singleton('context', () => ({ opening: null as Promise<Context> | null }))
afterEach(() => {
  holder.opening = null
})

async function open(requestStore: () => Promise<void>) {
  const lines: string[] = []
  const httpServer = await openHttpServer((_, response) => response.end())
  const log = createLog('info', { write: (line) => lines.push(line) })
  const services = openServices({
    log,
    metricsPort: 0,
    hostname: '127.0.0.1',
    httpServer,
    siteUrl: 'https://example.org',
    dataDir: '.',
    maxBytes: 1e9,
    contentDir: join(import.meta.dirname, '../content'),
    isReplicated: false,
    requestStore,
    readVersion: async () => null,
    homeHosts: [],
  })
  return { lines, services, httpServer }
}

test('a store that can’t be opened is logged, and everything still closes', async () => {
  const { lines, services, httpServer } = await open(async () => {
    throw new Error('the disk is gone')
  })
  await services.close()
  await httpServer.close()
  expect(lines.join('')).toContain('the disk is gone')
})

test('a change by another process becomes an event here, and the store closes last', async () => {
  const revisions = new Map([[1, 1]])
  const calls = new EventEmitter()
  let isClosed = false
  // The only parts of a context that are used here.
  const context = {
    store: {
      retention: {
        async listRevisions() {
          calls.emit('listed')
          return new Map(revisions)
        },
      },
    },
    pictures: { warm: () => undefined },
    close: async () => {
      isClosed = true
    },
  } as unknown as Context
  const listed = onceEmitted(calls, 'listed')
  const { services, httpServer } = await open(async () => {
    holder.opening = Promise.resolve(context)
  })
  await listed
  const changed = onceEmitted(getPrinterEvents(), 'changed')
  revisions.set(1, 2)
  expect(await changed).toEqual([1])
  await services.close()
  await httpServer.close()
  expect(isClosed).toBe(true)
})
