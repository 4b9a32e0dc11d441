import { EventEmitter, once as onceEmitted } from 'node:events'
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

async function open(askStore: () => Promise<void>) {
  const lines: string[] = []
  const door = await openHttpServer((_, response) => response.end())
  const log = createLog('info', { write: (line) => lines.push(line) })
  const house = openServices({
    log,
    metricsPort: 0,
    hostname: '127.0.0.1',
    door,
    maxBytes: 1e9,
    askStore,
  })
  return { lines, house, door }
}

test('a store that can’t be opened is told of, and keeps nothing from closing', async () => {
  const { lines, house, door } = await open(async () => {
    throw new Error('the disk is gone')
  })
  await house.close()
  await door.close()
  expect(lines.join('')).toContain('the disk is gone')
})

test('what another process changes empties what this one holds, and the store is closed last', async () => {
  const revisions = new Map([[1, 1]])
  const told = new EventEmitter()
  let isClosed = false
  // Of a whole context only these are asked for here.
  const context = {
    store: {
      retention: {
        async listRevisions() {
          told.emit('looked')
          return new Map(revisions)
        },
      },
    },
    pictures: { warm: () => undefined },
    close: async () => {
      isClosed = true
    },
  } as unknown as Context
  const looked = onceEmitted(told, 'looked')
  const { house, door } = await open(async () => {
    holder.opening = Promise.resolve(context)
  })
  await looked
  const changed = onceEmitted(getPrinterEvents(), 'changed')
  revisions.set(1, 2)
  expect(await changed).toEqual([1])
  await house.close()
  await door.close()
  expect(isClosed).toBe(true)
})
