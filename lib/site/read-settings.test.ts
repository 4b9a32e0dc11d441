import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readSettings } from './read-settings.ts'

test('settings that are the same are parsed once', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'settings-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const write = (text: string) => writeFile(join(folder, 'site.yaml'), text)
  const read = () => readSettings(folder, 'a.example')
  await write('title: One\nlang: 5\n')
  const first = await read()
  const again = await read()
  // Each parse makes its own.
  expect(again.toIssue).toBe(first.toIssue)
  expect(again).toEqual(first)
  await write('title: Two\n')
  expect(await read()).toMatchObject({ site: { title: 'Two' }, issues: [] })
})
