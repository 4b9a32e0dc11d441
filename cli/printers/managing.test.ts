import { expect, test } from 'vitest'
import {
  insertSamplePrinter,
  makeReport,
  makeSnapshot,
  sha256Of,
} from '#lib/storage/db/testing/samples.ts'
import { parsePrinterCommand } from './arguments.ts'
import { openBeforeEach } from './commands.fixture.ts'

const opened = openBeforeEach()
const { run } = opened

test.each([
  ['set 1 --interval soon', /none, or seconds/],
  ['set 1 --interval 604801', /none, or seconds/],
  ['pause 1 --camera 5', /camera, 1 to 4/],
  ['pause 1 --camera 2 --until 2099-01-01T00:00:00Z', /without --until/],
  ['camera 1 2', /--name NAME or --no-name/],
  ['order', /number of the printer/],
  ['order 1,x', /number of the printer/],
  ['order 1,1', /named twice/],
  ['tokens 1 revoke 1', /add NAME, replace TOKEN, delete TOKEN/],
  ['tokens 1 add', /name of 1 to 100/],
  ['tokens 1 add Garage --days 366', /1 to 365/],
  ['tokens 1 delete Garage', /number of the token/],
])('%s: the error says what to type', (line, message) => {
  expect(() => parsePrinterCommand(line.split(' '))).toThrow(message)
})

test('the interval of reports that don’t say it is set and unset', async () => {
  expect(await run('set 1 --interval 1800')).toMatch(/interval +every 30\sminutes where reports/)
  expect(await run('set 1 --interval none')).not.toContain('interval ')
})

test('a source at a public address is set and unset, another one is refused', async () => {
  const source = 'https://93.184.215.14/api/3dprinter/1/'
  expect(await run(`set 1 --source ${source}`)).toContain(`reports to    ${source}`)
  await expect(run('set 1 --source http://10.0.0.1/')).rejects.toThrow('not a public address')
  expect((await opened.store.printers.getPrinter(1))?.source).toBe(source)
  expect(await run('set 1 --source none')).not.toContain('reports to')
})

test('printers are put in an order', async () => {
  await insertSamplePrinter(opened.store.printers, 'Garage')
  expect(await run('order 2,1')).toBe('In this order: 2 Garage, 1 Maker Select')
  expect(await run('list')).toMatch(/^2 {2}Garage/)
  await expect(run('order 3')).rejects.toThrow('Printer 3 does not exist')
})

test('tokens are made, listed, replaced and deleted', async () => {
  expect(await run('tokens 1')).toBe('It has no tokens.')
  expect(await run('tokens 1 add Garage --days 30')).toMatch(/^SNAPPER_TOKEN=ppz_/)
  expect(await run('tokens 1 add Reader --read-private')).toMatch(
    /^ppz_.*\n.*\/api\/3dprinter\/1\/private/,
  )
  const listed = await run('tokens 1')
  expect(listed).toMatch(/1 {2}report +Garage {2}until \w{3} \d+ \w{3} \d{4} {2}not used yet/)
  expect(listed).toMatch(/2 {2}read-private +Reader {2}no end {2}not used yet/)
  expect(await run('tokens 1 replace 1')).toContain('The old one works for another day.')
  expect(await run('tokens 1')).toMatch(/1 {2}report +Garage .* replaced/)
  expect(await run('tokens 1 delete 2')).toBe('Token 2 was deleted.')
  expect(await run('tokens 1')).not.toContain('Reader')
  await expect(run('tokens 2')).rejects.toThrow('no printer 2')
})

test('one camera is named and paused, and nothing of it is public while the others are', async () => {
  const { snapshots, printers } = opened.store
  const at = new Date()
  await snapshots.insertObservation(makeReport(1, at))
  const second = makeSnapshot(at, { camera: 2, sha256: sha256Of('second') })
  const picture = { reading: null, snapshot: second, cameraName: 'cam' }
  await snapshots.insertObservation(makeReport(1, at, picture))
  expect(await run('list')).toMatch(/camera 2 +cam$/m)
  expect(await run('camera 1 2 --name nozzle')).toMatch(/camera 2 +nozzle$/m)
  expect(await snapshots.isPublic(second.sha256)).toBe(true)
  expect(await run('pause 1 --camera 2')).toMatch(
    /pictures +public[\s\S]*camera 2 +nozzle, paused$/m,
  )
  expect(await snapshots.isPublic(second.sha256)).toBe(false)
  expect(await snapshots.isPublic(makeSnapshot(at).sha256)).toBe(true)
  await run('resume 1 --camera 2')
  expect(await snapshots.isPublic(second.sha256)).toBe(true)
  expect(await run('camera 1 2 --no-name')).toMatch(/camera 2 +cam$/m)
  await expect(run('pause 1 --camera 3')).rejects.toThrow('has no camera 3. It has 1, 2.')
  expect((await printers.getPrinter(1))?.cameras).toHaveLength(1)
})
