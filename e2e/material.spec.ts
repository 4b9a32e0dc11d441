import { expectClean } from './clean-page.ts'
import { expect, test } from './site.ts'
import { printing, report, takePicture } from './snapper.ts'

const material = {
  layer: 45,
  layers: 210,
  nozzle_diameter_mm: 0.4,
  filament_type: 'PLA',
  filament_color: 'FFFFFFFF,#1E3A8A',
  filament_name: 'My last spool',
  filament_remaining_g: 512,
}
const words = 'PLA, white and dark blue, 0.4\u00a0mm nozzle, layer 45 of 210'

test('layer and material are on the pages of the printer and the print, the spool only if the owner wants', async ({
  page,
  site,
  printer,
}) => {
  const at = { observed_at: new Date().toISOString(), interval_seconds: 600 }
  await report(printer, { ...printing, ...material, ...at }, await takePicture(1))
  const path = `${site.url}/printers/${printer.id}`
  for (const address of [path, `${path}/prints/1`]) {
    await page.goto(address)
    const fact = page.locator('dl > div').filter({ has: page.getByText('Print', { exact: true }) })
    await expect(fact.getByRole('definition')).toHaveText(words)
    await expect(fact.locator('rect')).toHaveCount(2)
    const swatch = await fact.locator('svg').first().boundingBox()
    expect(swatch?.width).toBeGreaterThan(8)
    await expect(page.getByText('My last spool')).toHaveCount(0)
    expect(await page.content()).not.toContain('My last spool')
  }
  await expectClean(page, 'print')
  const poll = expect.poll(async () => await (await fetch(printer.api)).json())
  await site.printers('set', String(printer.id), '--spool', 'on')
  await poll.toMatchObject({ material: { filament_name: 'My last spool' } })
  await site.printers('set', String(printer.id), '--material', 'off', '--spool', 'off')
  const hidden = expect.poll(async () => JSON.stringify(await (await fetch(printer.api)).json()))
  await hidden.not.toMatch(/layer|dark blue|1e3a8a/)
})
