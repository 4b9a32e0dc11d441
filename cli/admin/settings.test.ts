import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createSiteEditor } from '#lib/site/edit/site-editor.ts'
import { makeFolder } from '../backup/site.fixture.ts'
import { runSettings } from './settings.ts'

test('settings are printed, checked and set; what is wrong says what would be right', async () => {
  const contentDir = await makeFolder()
  const file = join(contentDir, 'site.yaml')
  await writeFile(file, 'title: Ada # mine\nprofiles: [{label: Code, url: /code}]\n')
  const editor = createSiteEditor({
    contentDir,
    createFinder: async () => () => true,
    record: async () => undefined,
    now: () => new Date(),
  })
  const settings = async (...args: string[]) => await runSettings(editor, args)
  expect((await settings()).output).toBe('title: Ada\nprofiles: [{"label":"Code","url":"/code"}]')
  expect(await settings('check')).toEqual({ exitCode: 0, output: 'Nothing is wrong.' })
  for (const [args, message] of [
    [['set', 'titel', 'x'], 'titel is unknown; did you mean title?'],
    [['set', 'time_zone', 'Berlin'], 'did you mean Europe/Berlin?'],
    [['set', 'profiles', '[{'], '"[{" is no YAML.'],
    [['set', 'title'], 'Unknown command "settings set title".'],
  ] as const)
    await expect(settings(...args)).rejects.toThrow(message)
  expect((await settings('set', 'author.name', 'Ada L.')).output).toBe('author.name was saved.')
  expect((await settings('set', 'profiles', '')).output).toBe('profiles was saved.')
  expect((await settings('set', 'title', 'Ada')).output).toBe('Nothing was changed.')
  expect((await settings('set', 'theme.accent', '#f80')).output).toMatch(/a contrast of 2\.\d+:1/)
  expect(await readFile(file, 'utf8')).toBe(
    'title: Ada # mine\nauthor:\n  name: Ada L.\ntheme:\n  accent: "#f80"\n',
  )
  await writeFile(file, 'titel: Ada\n')
  const fault = 'site.yaml:1: titel is unknown; did you mean title?'
  expect(await settings('check')).toEqual({ exitCode: 1, output: fault })
})
