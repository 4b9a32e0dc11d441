import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { formatCursor } from '#lib/http/params.ts'
import { createPrintQueries } from '#lib/printers/prints/print-queries.ts'
import { createPrinterQueries } from '#lib/printers/queries.ts'
import { type OpenStore, openStore } from '#lib/storage/db/open-store.ts'
import {
  insertSamplePrinter,
  later,
  makeReading,
  makeReport,
} from '#lib/storage/db/testing/samples.ts'
import { parseCommand, UsageError } from './arguments.ts'
import { runCommand } from './commands.ts'

/* What the owner is promised of prints and their feeds. */

let store: OpenStore
let run: (line: string) => Promise<string>
beforeEach(async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'owner-'))
  store = await openStore({ database: { kind: 'sqlite', dataDir } })
  await insertSamplePrinter(store.printers)
  const settings = {
    siteUrl: 'https://example.org',
    timeZone: 'UTC',
    listVariants: () => [],
    formatCursor,
    now: () => later(0),
  }
  const parts = {
    store,
    printerQueries: createPrinterQueries(store, settings),
    printQueries: createPrintQueries(store, settings),
    pictures: undefined as never, // none of these commands has to do with pictures
  }
  run = (line) => runCommand(parts, parseCommand(line.split(' ')))
  return async () => {
    await store.close()
    await rm(dataDir, { recursive: true })
  }
})

const say = (minute: number, state: 'printing' | 'finished') =>
  store.snapshots.insertObservation(
    makeReport(1, later(minute * 60), {
      reading: makeReading({ state, progress: null, elapsedSeconds: null }),
      snapshot: null,
    }),
  )

describe('what can’t be done', () => {
  test.each([
    ['set 1 --publish-prints sometimes', /draft or automatic/],
    ['set 1', /--publish-prints/],
    ['publish 1', /its page does/],
    ['publish 1 zero', /its page does/],
    ['prints', /printers -- list/],
  ])('%s: what to type is said', (line, message) => {
    expect(() => parseCommand(line.split(' '))).toThrow(UsageError)
    expect(() => parseCommand(line.split(' '))).toThrow(message)
  })

  test('a print, or a printer, that there isn’t', async () => {
    await expect(run('publish 1 7')).rejects.toThrow('no print 7')
    await expect(run('publish 2 1')).rejects.toThrow('no printer 2')
    await expect(run('prints 2')).rejects.toThrow('no printer 2')
  })
})

test('prints are listed with their numbers, and which of them are in the feeds', async () => {
  expect(await run('prints 1')).toMatch(/^No print yet/)
  await say(0, 'printing')
  await say(10, 'finished')
  expect(await run('prints 1')).toMatch(/^ +1 +2026-11-22 +finished +draft +Print 1$/)
  expect(await run('publish 1 1')).toBe('Print 1 is in the feeds.')
  expect(await run('prints 1')).toMatch(/in the feeds +Print 1$/)
  expect(await run('unpublish 1 1')).toBe('Print 1 is no longer in the feeds.')
  expect(await run('prints 1')).toMatch(/draft +Print 1$/)
})

test('a printer tells how its prints come into the feeds, and both ways can be set', async () => {
  expect(await run('list')).toContain('drafts until you publish them')
  expect(await run('set 1 --publish-prints automatic')).toContain('in the feeds by themselves')
  const [printer] = await store.printers.listPrinters()
  expect(Date.now() - (printer?.publishesPrintsSince?.getTime() ?? 0)).toBeLessThan(60_000)
  expect(await run('set 1 --publish-prints draft')).toContain('drafts until you publish them')
})
