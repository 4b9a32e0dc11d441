import { expect, test } from './site.ts'
import { printing, report, takePicture } from './snapper.ts'

/* Promises to the owner: `npm run printers` while the site runs. */

test('while paused, no picture is shown or ingested, and readings go on', async ({
  page,
  site,
  printer,
}) => {
  // Bytes of its own: what another printer shows, too, is public.
  const taken = await report(printer, printing, await takePicture(1, 642, 362))
  await page.goto(`${site.url}/printers/${printer.id}`)
  await expect(page.getByRole('img', { name: /^3D printer/ }).first()).toBeVisible()
  await site.printers('pause', String(printer.id))
  // The site notices changes by another process within seconds.
  await expect.poll(async () => (await (await fetch(printer.api)).json()).publishing).toBe(false)
  const held = await report(printer, { ...printing, progress: 50 }, await takePicture(2))
  expect(held).toMatchObject({ image: null, snapshot: null, publishing: false, progress: 50 })
  expect(held.sha256).toMatch(/^[0-9a-f]{64}$/)
  await page.reload()
  await expect(page.getByRole('article')).toContainText('The camera is paused.')
  await expect(page.getByRole('img', { name: /^3D printer/ })).toHaveCount(0)
  const address = `${site.url}${new URL(taken.image ?? '').pathname}`
  for (const each of [`${printer.api}snapshot.jpg`, address])
    expect((await fetch(each)).status).toBe(404)
  await site.printers('resume', String(printer.id))
  await expect.poll(async () => (await (await fetch(printer.api)).json()).image).toBe(taken.image)
  expect((await fetch(address)).status).toBe(200)
})

test('a program of mine still gets the last picture while the camera is paused', async ({
  site,
  printer,
}) => {
  await report(printer, printing, await takePicture(1, 644, 362))
  await site.printers('pause', String(printer.id))
  const added = await site.printers('tokens', `${printer.id}`, 'add', 'HA', '--read-private')
  const headers = { authorization: `Bearer ${/ppz_[\w-]+/.exec(added)?.[0]}` }
  const { image } = await (await fetch(`${printer.api}private`, { headers })).json()
  const address = `${site.url}${new URL(image).pathname}`
  expect((await fetch(address)).status).toBe(401)
  const picture = await fetch(address, { headers })
  expect(picture.status).toBe(200)
  expect(picture.headers.get('cache-control')).toBe('private, no-store')
  expect(picture.headers.get('content-type')).toBe('image/jpeg')
})

test('purged pictures are gone, with their URLs', async ({ site, printer }) => {
  const { image } = await report(printer, printing, await takePicture(3, 646, 362))
  const address = `${site.url}${new URL(image ?? '').pathname}`
  expect((await fetch(address)).status).toBe(200)
  const span = ['--from', '2020-01-01T00:00:00Z', '--to', '2100-01-01T00:00:00Z']
  await expect(site.printers('purge', String(printer.id), ...span)).rejects.toThrow(/--yes/)
  expect((await fetch(address)).status).toBe(200)
  await site.printers('purge', String(printer.id), ...span, '--yes')
  await expect.poll(async () => (await fetch(address)).status).toBe(404)
  expect(await (await fetch(printer.api)).json()).toMatchObject({ image: null, observed_at: null })
})

test('private temperatures and job names appear nowhere, not even in the status text', async ({
  page,
  site,
  printer,
}) => {
  await site.printers('set', String(printer.id), '--temperatures', 'off', '--job-name', 'off')
  await report(printer, printing, await takePicture(4))
  const json = await (await fetch(printer.api)).text()
  expect(json).not.toMatch(/benchy|214\.8/i)
  await page.goto(`${site.url}/printers/${printer.id}`)
  await expect(page.getByRole('article')).toContainText('42')
  expect(await page.content()).not.toMatch(/benchy|214\.8/i)
  await site.printers('set', String(printer.id), '--alias', 'a present')
  await expect.poll(async () => (await fetch(printer.api)).text()).toContain('a present')
})

test('after a rotation the new credentials work and the old ones stop at once', async ({
  site,
  printer,
}) => {
  const told = await site.printers('rotate', String(printer.id), '--user', 'bob')
  const password = /SNAPPER_PASSWORD=(\S+)/.exec(told)?.[1] ?? ''
  await expect(report(printer, { status: 'x' })).rejects.toThrow(/401/)
  const authorization = `Basic ${Buffer.from(`bob:${password}`).toString('base64')}`
  const body = new URLSearchParams({ status: 'With the new' })
  const answer = await fetch(printer.api, { method: 'PATCH', headers: { authorization }, body })
  expect(answer.status).toBe(200)
})
