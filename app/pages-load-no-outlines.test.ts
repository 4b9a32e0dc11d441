import { expect, test, vi } from 'vitest'

const loaded = vi.hoisted(() => ({ outlines: false }))
vi.mock('#lib/drawing/text-outlines.ts', () => {
  loaded.outlines = true
  return {}
})

test('pages state the sizes of drawn images without loading what draws them', async () => {
  await import('./page-metadata.ts')
  await import('./content-metadata.ts')
  await import('./printers/[printer]/printer-metadata.ts')
  expect(loaded.outlines).toBe(false)
})
