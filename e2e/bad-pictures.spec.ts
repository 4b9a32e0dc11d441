import { readdirSync } from 'node:fs'
import { expect } from '@playwright/test'
// Test data only: bad pictures, and the problem that each must get.
import { badPictureCodes, badPictures, goodPictures } from '#lib/images/jpegs.fixture.ts'
import { expectNoChange, expectProblem, multipart, patch, picturePart, test } from './wire.ts'

/* Rows 27, 28, 43-64 and 73 of the list of bad inputs: pictures. */

for (const [what, make] of Object.entries(badPictures))
  test(`row ${what}: the picture is rejected`, async ({ site, printer }) => {
    const sent = multipart(picturePart(await make()))
    const answer = await expectNoChange(site, printer, () => patch(site, printer, sent))
    expectProblem(answer, 422, badPictureCodes[what])
  })

test('pictures with oddities that browsers show are taken, one by one', async ({
  site,
  printer,
}) => {
  for (const [what, make] of Object.entries(goodPictures)) {
    const answer = await patch(site, printer, multipart(picturePart(await make())))
    expect(answer.status, `${what}: ${answer.text}`).toBe(200)
    expect(JSON.parse(answer.text).sha256).toMatch(/^[0-9a-f]{64}$/)
  }
})

const names = ['../../x', 'x\0.jpg', 'x'.repeat(6000), '\u202Egpj.x', 'CON', '']
test('row 27 the name of a picture is never used', async ({ site, printer }) => {
  const [make] = Object.values(goodPictures)
  const jpeg = (await make?.()) ?? Buffer.of()
  for (const name of names) {
    const answer = await patch(site, printer, multipart(picturePart(jpeg, name)))
    expect(answer.status, answer.text).toBe(200)
  }
  const files = readdirSync(site.dataDir, { recursive: true }).map(String)
  expect(files.filter((path) => /\.\.|CON|gpj|^x/.test(path))).toEqual([])
})

test('row 28 the bytes decide, whatever the type says', async ({ site, printer }) => {
  const [make] = Object.values(goodPictures)
  const jpeg = (await make?.()) ?? Buffer.of()
  for (const type of ['image/jpg', 'image/jpeg', 'application/octet-stream', '', 'image/svg+xml']) {
    const answer = await patch(site, printer, multipart(picturePart(jpeg, 'a', type)))
    expect(answer.status, answer.text).toBe(200)
  }
})
