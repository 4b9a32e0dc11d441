import { expect, onTestFinished, test } from 'vitest'
import { originalKey } from '#lib/images/blob-store.ts'
import { getPrinterEvents } from '#lib/printers/events.ts'
import { createChangePictures } from '#lib/printers/pictures/change-pictures.ts'
import { getSite, setSite } from '#lib/site/site.ts'
import { checkStore } from '../backup/check-store.ts'
import { makeBackup } from '../backup/make-backup.ts'
import { restoreBackup } from '../backup/restore-backup.ts'
import { makeFolder, makeLocation, openSite } from '../backup/site.fixture.ts'
import { parsePrinterCommand } from './arguments.ts'
import { runPrinterCommand } from './commands.ts'

test.each([
  ['pictures 1 blur --number 1', /give hide, show or delete/],
  ['pictures 1 hide', /either --number 5,6,7 or --from/],
  ['pictures 1 hide --number 1 --from 2026-11-22T12:00:00Z', /either --number/],
  ['pictures 1 hide --number 1;2', /numbers of pictures with commas/],
  ['pictures 1 hide --from 2026-11-22T12:00:00Z', /--to must be a time/],
  ['pictures 1 hide --from 2026-11-22 --to 2026-11-23', /--from must be a time with its offset/],
  ['pictures one', /number of the printer/],
])('%s: the error says what to type', (line, message) => {
  expect(() => parsePrinterCommand(line.split(' '))).toThrow(message)
})

test('pictures are hidden, shown and deleted by number or time; a backup keeps what is hidden', async () => {
  const settings = getSite()
  onTestFinished(() => setSite(settings))
  setSite({ ...settings, timeZone: 'America/Los_Angeles' })
  const location = await makeLocation()
  const site = await openSite(location)
  const { store, blobs } = site
  const changePictures = createChangePictures({
    store,
    pictures: {
      async remove(hashes, deleteUnreferenced) {
        for (const sha256 of hashes)
          await deleteUnreferenced(sha256, () => blobs.delete(originalKey(sha256)))
        return hashes.length
      },
    },
    events: getPrinterEvents(),
    now: () => new Date(),
  })
  const parts = { store, changePictures } as unknown as Parameters<typeof runPrinterCommand>[0] // these commands use no other
  const run = (...args: string[]) =>
    runPrinterCommand(parts, parsePrinterCommand(['pictures', '1', ...args]))
  const [first, second] = [await site.report(60), await site.report(120)]
  await site.report(180)
  const blobsOf = async () =>
    (await Array.fromAsync(site.blobs.list('original/'))).map(({ key }) => key.split('/')[1])

  await expect(run('delete', '--number', '1')).rejects.toThrow('--yes')
  await expect(run('hide', '--number', '99')).rejects.toThrow('None of these pictures')
  const span = ['--from', '2026-11-22T12:02:00Z', '--to', '2026-11-22T12:03:00Z']
  expect(await run('hide', ...span, '--dry-run')).toContain('1 picture would be hidden. Nothing')
  expect(await site.store.snapshots.isPublic(second)).toBe(true)
  expect(await run('hide', ...span)).toContain('1 picture is hidden.')
  expect(await site.store.snapshots.isPublic(second)).toBe(false)
  expect(await run('--hidden')).toMatch(/^ +2 {2}Sun 22 Nov 2026, 04:02 PST {2}hidden {2}Printing/)
  expect((await checkStore(site.store, site.blobs)).wrongTotals).toEqual([])

  expect(await run('delete', '--number', '1', '--yes')).toContain('1 picture is deleted.')
  expect(await site.store.snapshots.hasSnapshot(first)).toBe(false)
  expect(await blobsOf()).not.toContain(first)
  expect(await blobsOf()).toContain(second)

  const folder = await makeFolder()
  await makeBackup(location, folder)
  const elsewhere = await makeLocation()
  expect(await restoreBackup(elsewhere, folder, null)).toMatchObject({ lost: [], pictures: 2 })
  const restored = await openSite(elsewhere)
  expect(await restored.store.snapshots.isPublic(second)).toBe(false)
  expect(await restored.store.pictures.countHidden(1)).toBe(1)
  expect(await restored.store.snapshots.isWithdrawn(1, first)).toBe(true)

  expect(await run('show', '--number', '2')).toContain('1 picture is public again.')
  expect(await site.store.snapshots.isPublic(second)).toBe(true)
})
