import { expect, test } from 'vitest'
import { later } from '#lib/storage/db/testing/samples.ts'
import { openPrints } from './open-prints.fixture.ts'
import { createOwnersPrints } from './owners-prints.ts'

async function openOwnersPrints() {
  const prints = await openPrints()
  return { ...prints, owners: createOwnersPrints(prints.store, prints.settings) }
}

test('the owner sees hidden prints, the job’s own name and the note as it was typed', async () => {
  const { id, store, owners, reportWholePrint } = await openOwnersPrints()
  await reportWholePrint()
  const note = { markdown: '*a*', html: '<p><em>a</em></p>' }
  await store.printEdits.describe(id, 1, { note }, later(0))
  await store.printEdits.setHidden(id, 1, true)
  const { prints } = await owners.list(id, { before: null, limit: 9 })
  expect(prints).toMatchObject([
    { number: 1, is_hidden: true, name: null, job: 'benchy.gcode', markdown: '*a*' },
  ])
  expect(await owners.get(id, 1)).toMatchObject({ print: prints[0], previous: null, joined: [] })
  await expect(owners.get(id, 2)).rejects.toMatchObject({ code: 'not-found' })
})

test('a print with many pictures shows some of them, and all of a part', async () => {
  const { id, owners, say } = await openOwnersPrints()
  for (let minute = 0; minute < 100; minute++) await say(minute, { state: 'printing' })
  const { pictures, total } = await owners.listPictures(id, 1, null)
  expect([pictures.length, total]).toEqual([48, 100])
  const [, from, , to] = pictures.map(({ captured_at: at }) => new Date(at))
  const span = { from: from ?? later(0), to: to ?? later(0) }
  const part = await owners.listPictures(id, 1, span)
  const minutes = (span.to.getTime() - span.from.getTime()) / 60_000
  expect(minutes).toBeGreaterThan(2)
  expect(part.pictures).toHaveLength(minutes + 1)
  expect(part.pictures[0]).toMatchObject({ captured_at: span.from.toISOString() })
})

test('what was joined is listed, and the print before it is the one to join with', async () => {
  const { id, store, owners, say } = await openOwnersPrints()
  for (const [minute, jobName] of [
    [0, 'a'],
    [10, 'b'],
    [20, 'c'],
  ] as const)
    await say(minute, { state: 'printing', jobName })
  await store.printEdits.join(id, 3)
  expect(await owners.get(id, 3)).toMatchObject({
    print: { number: 2 },
    previous: { number: 1, title: 'Print 1' },
    joined: [{ number: 3, at: later(1200).toISOString() }],
  })
})

test('while the camera is paused there are no pictures', async () => {
  const { id, store, owners, reportWholePrint } = await openOwnersPrints()
  await reportWholePrint()
  await store.printers.updatePrinter(id, { isPublishing: false })
  expect(await owners.listPictures(id, 1, null)).toEqual({ pictures: [], total: 0 })
})
