import { describe, expect, test } from 'vitest'
import { later, makeReading, makeReport } from '#lib/storage/db/testing/samples.ts'
import { UsageError } from '../command.ts'
import { parsePrinterCommand } from './arguments.ts'
import { openBeforeEach } from './commands.fixture.ts'

const opened = openBeforeEach()
const { run } = opened

const report = (minute: number, state: 'printing' | 'finished') =>
  opened.store.snapshots.insertObservation(
    makeReport(1, later(minute * 60), {
      reading: makeReading({ state, progress: null, elapsedSeconds: null }),
      snapshot: null,
    }),
  )

describe('invalid commands', () => {
  test.each([
    ['set 1 --publish-prints sometimes', /draft or automatic/],
    ['set 1', /--publish-prints/],
    ['publish 1', /number of the print/],
    ['publish 1 zero', /number of the print/],
    ['prints', /printers -- list/],
  ])('%s: the error says what to type', (line, message) => {
    expect(() => parsePrinterCommand(line.split(' '))).toThrow(UsageError)
    expect(() => parsePrinterCommand(line.split(' '))).toThrow(message)
  })

  test('an unknown print or printer', async () => {
    await expect(run('publish 1 7')).rejects.toThrow('no print 7')
    await expect(run('publish 2 1')).rejects.toThrow('no printer 2')
    await expect(run('prints 2')).rejects.toThrow('no printer 2')
  })
})

test('prints are listed with their numbers and whether they are in the feeds', async () => {
  expect(await run('prints 1')).toMatch(/^No prints yet/)
  await report(0, 'printing')
  await report(10, 'finished')
  expect(await run('prints 1')).toMatch(/^ +1 +Sun 22 Nov 2026 +finished +draft +Print 1$/)
  expect(await run('publish 1 1')).toBe('Print 1 is in the feeds.')
  expect(await run('prints 1')).toMatch(/in the feeds +Print 1$/)
  expect(await run('unpublish 1 1')).toBe('Print 1 is no longer in the feeds.')
  expect(await run('prints 1')).toMatch(/draft +Print 1$/)
})

test('the publishing of prints can be set to draft and to automatic', async () => {
  expect(await run('list')).toContain('drafts until you publish them')
  expect(await run('set 1 --publish-prints automatic')).toContain('automatically in the feeds')
  const [printer] = await opened.store.printers.listPrinters()
  expect(Date.now() - (printer?.publishesPrintsSince?.getTime() ?? 0)).toBeLessThan(60_000)
  expect(await run('set 1 --publish-prints draft')).toContain('drafts until you publish them')
})

describe('what the owner says of prints, by command', () => {
  test.each([
    ['prints 1 1', /set, hide, show, join, split/],
    ['prints 1 1 set', /at least one of --name/],
    ['prints 1 1 set --name a --no-name', /one of --name and --no-name/],
    ['prints 1 1 set --note-file /nonexistent', /can't be read/],
    ['prints 1 1 set --note \u202E', /1 to 5000 characters/],
    ['prints 1 1 split', /either --picture PICTURE or --at TIME/],
    ['prints 1 1 split --at noon', /a time with its offset/],
    ['prints 1 1 split --picture 1,2', /number of one picture/],
  ])('%s: the error says what to type', (line, message) => {
    expect(() => parsePrinterCommand(line.split(' '))).toThrow(message)
  })

  test('a print is named, described, hidden, split and joined', async () => {
    for (const minute of [0, 10, 20]) await report(minute, 'printing')
    await report(30, 'finished')
    expect(await run('prints 1 1 set --name Lamp --note *PETG*')).toBe('Print 1 was changed.')
    expect(await opened.store.prints.getPrint(1, 1)).toMatchObject({
      print: { name: 'Lamp', note: { html: '<p><em>PETG</em></p>' } },
    })
    expect(await run('prints 1')).toMatch(/finished +draft +Lamp$/)
    await expect(run('prints 1 1 set --cover 7')).rejects.toThrow('none of this print')
    expect(await run('prints 1 1 hide')).toContain('is hidden')
    expect(await run('prints 1')).toMatch(/hidden +Lamp$/)
    await expect(run('prints 1 1 publish')).rejects.toThrow('Print 1 is hidden. Show it first')
    expect(await run('prints 1 1 show')).toContain('public again')
    await expect(run('prints 1 1 join')).rejects.toThrow('no print before')
    await expect(run('prints 1 1 split --at 2026-11-22T11:00:00Z')).rejects.toThrow('Choose')
    expect(await run('prints 1 1 split --at 2026-11-22T12:10:00Z')).toContain('Print 2 is what')
    expect(await run('prints 1')).toMatch(/^ +2 .*\n +1 .*unknown .*Lamp$/)
    expect(await run('prints 1 2 join')).toContain('are print 1 now')
    expect(await run('prints 1 1 set --no-name --no-note')).toContain('was changed')
    expect(await run('prints 1')).toMatch(/finished +draft +Print 1$/)
    const log = await opened.store.owner.listLog({ before: null, limit: 20 })
    expect(log.map(({ action }) => action).reverse()).toEqual([
      'print-described',
      'print-hidden',
      'print-shown',
      'print-split',
      'prints-joined',
      'print-described',
    ])
  })
})
