import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test as base, expect } from '@playwright/test'
import { sendRaw } from './raw-http.ts'
import { type Site, startSite } from './site.ts'

/*
 * Six versions of the original snapper, as recorded byte by byte, with another host. It takes only 200 for success and parses every
 * response as JSON.
 */
const folder = join(import.meta.dirname, 'recordings')
const versions = readdirSync(folder).sort()

const test = base.extend<{ site: Site }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
  site: async ({}, use) => {
    const site = await startSite({
      PRINTER_NAME: 'Maker Select',
      SNAPPER_USER: 'snapper',
      SNAPPER_PASSWORD: 'hunter2',
    })
    await use(site)
    await site.stop()
  },
})

const statuses: Record<string, string> = {
  'image-only': '',
  'one-request-status-as-file': 'Not currently printing',
  'two-requests-idle': 'Not currently printing',
  'two-requests-printing-4300-percent': '~4300% of the way through a job started at 1234',
  'two-requests-printing-failed': 'Failed to retrieve printer status',
  'two-requests-status-as-file': 'Not currently printing',
}

for (const version of versions)
  test(`the original snapper's ${version} is taken`, async ({ site, request }) => {
    for (const file of readdirSync(join(folder, version)).sort()) {
      const recorded = readFileSync(join(folder, version, file)).toString('latin1')
      const bytes = recorded.replace(/^Host: .*$/m, `Host: 127.0.0.1:${site.port}`)
      const answer = await sendRaw(site.port, Buffer.from(bytes, 'latin1'))
      expect(answer.status).toBe(200)
      expect(answer.headers['content-type']).toContain('application/json')
      expect(JSON.parse(answer.text)).toMatchObject({ id: 1, name: 'Maker Select' })
    }
    const printer = await (await request.get(`${site.url}/api/3dprinter/1/`)).json()
    expect(printer.status).toBe(statuses[version])
    expect(printer.snapshot).toMatchObject({ width: 640, height: 480 })
    const history = await (await request.get(`${site.url}/api/3dprinter/1/snapshots`)).json()
    expect(history.snapshots).toHaveLength(1)
    const picture = await request.get(`${site.url}${new URL(printer.image).pathname}`)
    expect(picture.status()).toBe(200)
    expect(picture.headers()['content-type']).toBe('image/jpeg')
  })
