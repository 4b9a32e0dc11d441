import type { Page } from '@playwright/test'
import type { Printer } from './site.ts'
import { printing, report, takePicture } from './snapper.ts'

export const picture = (page: Page) => page.getByRole('img', { name: /3D printer/ })
export const band = (page: Page) => page.getByText(/^Replay\s*from/)

export const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString()

export async function reportAt(printer: Printer, seconds: number, fields: object, seed: number) {
  const at = { captured_at: ago(seconds), observed_at: ago(seconds) }
  await report(printer, { interval_seconds: 600, ...fields, ...at }, await takePicture(seed))
}

/** A print of two days ago, and a printer that has nothing to do now. */
export async function printAndRest(printer: Printer) {
  const then = 2 * 86_400
  for (const [index, progress] of [10, 40, 70, 95].entries())
    await reportAt(
      printer,
      then - index * 600,
      { ...printing, interval_seconds: 600, progress },
      index,
    )
  await reportAt(printer, 60, { state: 'idle', status: 'Operational' }, 9)
}
