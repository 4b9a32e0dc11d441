import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
// The harness installs and drives the real OctoPrint; the tests see it from outside only.
import { createGcode } from '../testing/octoprint/gcode.ts'
import { isOctoPrintObtainable } from '../testing/octoprint/install.ts'
import { type OctoPrint, startOctoPrint } from '../testing/octoprint/start.ts'
import { expect, type Printer, test } from './site.ts'
import { takePicture } from './snapper.ts'

/*
 * End to end with real parts: OctoPrint with its virtual printer prints a file, the snapper reads it and the camera, the site ingests
 * the report, Chromium shows it. Only the camera's scene is drawn.
 */
const root = join(import.meta.dirname, '..')
const run = promisify(execFile)
const obstacle = isOctoPrintObtainable()

test.describe.configure({ mode: 'serial', timeout: 300_000 })
if (obstacle !== null && !process.env.CI) console.warn(`Skipped: the real OctoPrint. ${obstacle}`)
test.skip(obstacle !== null && !process.env.CI, obstacle ?? '')

let octoprint: OctoPrint
test.beforeAll(async () => {
  octoprint = await startOctoPrint()
  await octoprint.connect()
})
test.afterAll(() => octoprint?.close())

/** One run of the snapper with OctoPrint and a camera. */
async function snap(printer: Printer, key = octoprint.readOnlyApiKey) {
  const picture = await takePicture(Date.now() % 1000)
  const camera = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'image/jpeg' }).end(picture)
  })
  await new Promise<void>((resolve) => camera.listen(0, '127.0.0.1', resolve))
  const { port } = camera.address() as AddressInfo // over TCP, so neither text nor null
  try {
    return await run(join(root, 'node_modules/.bin/node'), ['snapper/main.ts', '--once'], {
      cwd: root,
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'production',
        OCTOPRINT_ROOT: octoprint.url,
        OCTOPRINT_KEY: key,
        SNAPSHOT_URL: `http://127.0.0.1:${port}/?action=snapshot`,
        PRINTER_ENDPOINT: printer.api,
        SNAPPER_TOKEN: printer.token,
        INTERVAL_SECONDS: '60',
        HOME: '/nonexistent',
      },
    })
  } finally {
    camera.close()
  }
}

test('a print on a real OctoPrint is shown with its picture and its readings', async ({
  page,
  site,
  printer,
}) => {
  const article = page.getByRole('article')
  await snap(printer)
  await page.goto(`${site.url}/printers/${printer.id}`)
  await expect(article).toContainText('Idle')

  await octoprint.upload('lighthouse.gcode', createGcode(60))
  await octoprint.print('lighthouse.gcode')
  await octoprint.waitForState(({ completion }) => (completion ?? 0) > 2)
  await snap(printer)
  await page.reload()
  await expect(article).toContainText('Printing lighthouse')
  await expect(article).toContainText('Nozzle')
  await expect(
    page.getByRole('img', { name: /^3D printer, printing lighthouse/ }).first(),
  ).toBeVisible()
  const { progress, state } = await (await fetch(printer.api)).json()
  expect(state).toBe('printing')
  expect(progress).toBeGreaterThan(1)

  await octoprint.cancel()
  await octoprint.waitForState(({ text }) => text === 'Operational')
  await snap(printer)
  await page.reload()
  await expect(article).not.toContainText('Printing lighthouse')

  await octoprint.disconnect()
  await snap(printer)
  await page.reload()
  await expect(article).toContainText('The printer is off.')
})

test('a key that OctoPrint rejects is reported on the page, and pictures still arrive', async ({
  page,
  site,
  printer,
}) => {
  await expect(snap(printer, 'wrong')).rejects.toMatchObject({ code: 2 })
  await page.goto(`${site.url}/printers/${printer.id}`)
  await expect(page.getByRole('article')).toContainText(
    "The printer's server rejects the snapper's key.",
  )
  await expect(page.getByRole('img', { name: /^3D printer/ }).first()).toBeVisible()
})
