import { execFile } from 'node:child_process'
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import type { SettingsChanges } from '#lib/api/admin-settings.ts'
import type { NewLogEntry } from '#lib/core/log-entry.ts'
import { createSiteEditor } from './site-editor.ts'

const before = '# Mine.\ntitle: Ada # short\nauthor:\n  name: Ada\n'

async function open(text: string | null = before) {
  const folder = await mkdtemp(join(tmpdir(), 'settings-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, 'site.yaml')
  if (text !== null) await writeFile(file, text)
  const log: NewLogEntry[] = []
  const problems: string[] = []
  const editor = createSiteEditor({
    contentDir: folder,
    createFinder: async () => (path) => path === '/' || path === '/blog',
    record: async (entry) => void log.push(entry),
    now: () => new Date('2026-11-29T12:00:00Z'),
    findSendingProblem: async () => problems[0] ?? null,
  })
  const save = async (changes: SettingsChanges, version?: string) =>
    await editor.save({ sessionId: 3 }, version ?? (await editor.read()).version, { changes })
  return { folder, file, log, editor, save, problems, readText: () => readFile(file, 'utf8') }
}

test('a change is in the file and in the log, and the rest of the file stays', async () => {
  const { file, folder, log, save, readText } = await open()
  await chmod(file, 0o640)
  const saved = await save({
    title: ' Ada’s shop ',
    tagline: '',
    'author/bio': 'I print.',
    hour_format: '12',
  })
  expect(await readText()).toBe(
    '# Mine.\ntitle: Ada’s shop # short\nauthor:\n  name: Ada\n  bio: I print.\nhour_format: 12\n',
  )
  expect(saved).toMatchObject({
    is_saved: true,
    changed: ['title', 'author.bio', 'hour_format'],
    values: { title: 'Ada’s shop', 'author/name': 'Ada', hour_format: 12 },
  })
  expect((await stat(file)).mode & 0o777).toBe(0o640)
  expect(await readdir(folder)).toEqual(['site.yaml'])
  expect(log).toEqual([
    {
      at: new Date('2026-11-29T12:00:00Z'),
      action: 'settings-changed',
      details: { settings: 'title, author.bio, hour_format' },
      sessionId: 3,
    },
  ])
  await save({ title: 'Ada’s shop' })
  expect(log).toHaveLength(1)
})

test('yes and no are true and false in the file, and nothing is the default', async () => {
  const { save, readText } = await open()
  for (const [given, written] of [
    ['true', 'send_webmentions: true'],
    ['false', 'send_webmentions: false'],
  ] as const) {
    await save({ send_webmentions: given })
    expect(await readText()).toContain(written)
  }
  await save({ send_webmentions: '' })
  expect(await readText()).not.toContain('send_webmentions')
  await expect(save({ send_webmentions: 'maybe' })).rejects.toMatchObject({
    code: 'invalid-fields',
  })
})

test('what is invalid is named with its field, and nothing changes', async () => {
  const { log, save, readText } = await open()
  const changes = {
    time_zone: 'Berlin',
    profiles: [{ label: '', url: 'x' }],
    navigation: [{ label: 'Nowhere', url: '/nowhere' }],
    'theme/accent': 'red',
    titel: 'x',
  }
  const rejected = await save(changes).catch((error: unknown) => error)
  expect(rejected).toMatchObject({
    code: 'invalid-fields',
    fieldErrors: [
      { pointer: '/profiles/0/label', detail: 'profiles[1].label is empty; write a name.' },
      { pointer: '/profiles/0/url' },
      {
        pointer: '/time_zone',
        detail: 'time_zone "Berlin" is not a time zone; did you mean Europe/Berlin?',
      },
      { pointer: '/titel', detail: 'titel is unknown; did you mean title?' },
      { pointer: '/theme/accent' },
      { pointer: '/navigation/0/url' },
    ],
  })
  expect([await readText(), log]).toEqual([before, []])
})

test('a file in another encoding loses no letter', async () => {
  const { file, save, editor } = await open()
  const bytes = Buffer.from('title: Andr\xe9\n', 'latin1')
  await writeFile(file, bytes)
  await expect(save({ tagline: 'Prints' })).rejects.toThrow(/not in UTF-8.*Save it as UTF-8/)
  expect(await readFile(file)).toEqual(bytes)
  const { version } = await editor.read()
  await editor.save({ sessionId: 3 }, version, { text: 'title: André\n' })
  expect(await readFile(file, 'utf8')).toBe('title: André\n')
})

test.each([
  ['title/colour', 'x'],
  ['navigation/label', 'x'],
])('the name %s, below a value, is a fault', async (name, value) => {
  const { save, readText } = await open(`${before}navigation:\n  - label: A\n    url: /blog\n`)
  await expect(save({ [name]: value })).rejects.toMatchObject({ code: 'invalid-fields' })
  expect(await readText()).toContain('title: Ada # short')
})

test('aliases that multiply are a fault, with which the text can still be changed', async () => {
  const nine = (name: string) => Array.from({ length: 9 }, () => name).join(', ')
  const lines = ['x', '*a', '*b', '*c', '*d'].map(
    (of, at) => `${'abcde'[at]}: &${'abcde'[at]} [${nine(of)}]`,
  )
  const { editor } = await open(`${lines.join('\n')}\n`)
  const { version, faults } = await editor.read()
  expect(faults).toEqual([expect.objectContaining({ message: expect.stringContaining('aliases') })])
  await editor.save({ sessionId: 3 }, version, { text: 'title: Ada\n' })
})

test('an entry of the navigation that leads nowhere any more stops no other change', async () => {
  const { save, readText } = await open('navigation: [{label: Gone, url: /gone}]\n')
  await save({ title: 'Ada' })
  expect(await readText()).toContain('title: Ada')
})

test('a change of what has changed since is rejected', async () => {
  const { file, editor, save, readText } = await open()
  const { version } = await editor.read()
  await writeFile(file, 'title: By hand\n')
  await expect(save({ title: 'Late' }, version)).rejects.toMatchObject({ code: 'settings-changed' })
  expect(await readText()).toBe('title: By hand\n')
})

test('a change by hand while one is being checked is not lost', async () => {
  const { folder, file, log, readText } = await open()
  const editor = createSiteEditor({
    contentDir: folder,
    async createFinder() {
      await writeFile(file, 'title: By hand\n')
      return () => true
    },
    record: async (entry) => void log.push(entry),
    now: () => new Date(),
  })
  const { version } = await editor.read()
  const changes = { navigation: [{ label: 'Home', url: '/' }] }
  await expect(editor.save({ sessionId: 1 }, version, { changes })).rejects.toMatchObject({
    code: 'settings-changed',
  })
  expect([await readText(), log]).toEqual(['title: By hand\n', []])
})

test('of changes at the same time one is saved whole', async () => {
  const { editor, log, folder, readText } = await open()
  const { version } = await editor.read()
  const titles = Array.from({ length: 20 }, (_, index) => `Title ${index}`)
  const results = await Promise.allSettled(
    titles.map((title) => editor.save({ sessionId: 1 }, version, { changes: { title } })),
  )
  const won = results.filter(({ status }) => status === 'fulfilled')
  expect([won.length, log.length, await readdir(folder)]).toEqual([1, 1, ['site.yaml']])
  const title = titles[results.findIndex(({ status }) => status === 'fulfilled')]
  expect(await readText()).toBe(before.replace('Ada #', `${title} #`))
})

test('where the log can’t be written nothing is', async () => {
  const { folder, editor } = await open()
  const failing = createSiteEditor({
    contentDir: folder,
    createFinder: async () => () => true,
    record: () => Promise.reject(new Error('no database')),
    now: () => new Date(),
  })
  const { version, text } = await editor.read()
  const changes = { title: 'x' }
  await expect(failing.save({ sessionId: 1 }, version, { changes })).rejects.toThrow('no database')
  expect([(await editor.read()).text, await readdir(folder)]).toEqual([text, ['site.yaml']])
})

test('a file with a fault has its text changed only, as a whole', async () => {
  const { editor, save, readText } = await open('titel: Ada\ntagline: x\n')
  const read = await editor.read()
  expect(read).toMatchObject({
    values: {},
    faults: [{ path: 'titel', line: 1, message: 'titel is unknown; did you mean title?' }],
  })
  for (const change of [save, editor.preview])
    await expect(change({ tagline: 'y' })).rejects.toThrow('Correct site.yaml first. Line 1: titel')
  const saveText = (text: string) => editor.save({ sessionId: 1 }, read.version, { text })
  await expect(saveText('title: Ada\ntime_zone: Moon\n')).rejects.toMatchObject({
    fieldErrors: [{ pointer: '/text', detail: expect.stringMatching(/^Line 2: time_zone/) }],
  })
  expect(await saveText('title: Ada\ntagline: x\n')).toMatchObject({ faults: [], is_saved: true })
  expect(await readText()).toBe('title: Ada\ntagline: x\n')
})

test.each([
  ['an unknown name', 'titel: Ada\n', []],
  ['a value', 'time_zone: Moon\n', []],
  ['a duplicate, which applied', 'title: Eve\n', ['title']],
  ['a part of a group', 'theme: {colour: red}\n', []],
])('removing the faulty line changes what it has set: %s', async (_, line, changed) => {
  const rest = 'title: Ada\ntagline: x\nauthor:\n  name: Ada\nhour_format: 12\n'
  const { editor, log } = await open(`${rest}${line}`)
  const { version, faults } = await editor.read()
  expect(faults).toHaveLength(1)
  expect(await editor.save({ sessionId: 1 }, version, { text: rest })).toMatchObject({ changed })
  expect(log[0]?.details).toEqual({ settings: changed.join() || 'comments' })
})

test('what the correction of a faulty line changes is named alone', async () => {
  const { editor } = await open('title: Ada\ntagline: x\ntime_zone: Moon\n')
  const { version } = await editor.read()
  const text = 'title: Ada\ntagline: y\ntime_zone: Europe/Berlin\n'
  const saved = await editor.save({ sessionId: 1 }, version, { text })
  expect(saved.changed).toEqual(['tagline', 'time_zone'])
})

test('a file is made where there is none, and a link leads to the new text', async () => {
  const { save, readText } = await open(null)
  await save({ title: 'Ada' })
  expect(await readText()).toBe('title: Ada\n')
  const { folder, file, save: saveLinked, readText: readLinked } = await open(null)
  await mkdir(join(folder, 'elsewhere'))
  await writeFile(join(folder, 'elsewhere/mine.yaml'), before)
  await symlink('elsewhere/mine.yaml', file)
  await saveLinked({ title: 'Linked' })
  expect(await readLinked()).toContain('title: Linked # short')
  expect(await readFile(join(folder, 'elsewhere/mine.yaml'), 'utf8')).toContain('Linked')
})

test('what can’t be written is shown with the change', async () => {
  const { folder, file, log, save, editor } = await open(null)
  await symlink('/dev/null', file)
  expect(await editor.read()).toMatchObject({ is_writable: false, folder })
  expect(await save({ title: 'Ada' })).toMatchObject({ is_saved: false, text: 'title: Ada\n' })
  expect(log).toEqual([])

  const other = await open()
  await chmod(other.folder, 0o555)
  const script = `import { createSiteEditor } from ${JSON.stringify(join(import.meta.dirname, 'site-editor.ts'))}
    const editor = createSiteEditor({ contentDir: ${JSON.stringify(other.folder)}, now: () => new Date() })
    const { version, is_writable } = await editor.read()
    const saved = await editor.save({}, version, { changes: { title: 'Eve' } })
    console.log(is_writable, saved.is_saved, saved.text.includes('title: Eve # short'))`
  // Root may write anywhere.
  const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', script],
    user,
  )
  expect(stdout.trim()).toBe('false false true')
  expect(await other.readText()).toBe(before)
})

test('where no webmention can be sent, the setting that turns them on says why', async () => {
  const { editor, save, problems } = await open()
  problems.push('SITE_URL is http://ada.example')
  expect((await editor.read()).advice).toEqual([])
  const on = await save({ send_webmentions: 'true' })
  const message = 'send_webmentions sends nothing: SITE_URL is http://ada.example.'
  expect(on).toMatchObject({
    is_saved: true,
    advice: [{ path: 'send_webmentions', line: 5, message }],
  })
  expect((await editor.read()).advice).toEqual(on.advice)
  problems.pop()
  expect((await editor.read()).advice).toEqual([])
})

test('colours are shown before they are saved, and the pair that can’t be read is named', async () => {
  const { editor, readText } = await open()
  const { style, light, advice } = await editor.preview({
    'theme/paper': '#ffffff',
    'theme/accent': '#f80',
  })
  expect(style).toContain('--color-paper:light-dark(#ffffff,')
  expect(light.paper).toBe('#ffffff')
  expect(advice).toEqual([
    expect.objectContaining({
      path: 'theme/accent',
      message: expect.stringMatching(/#ff8800 and paper #ffffff have a contrast of 2.39:1/),
    }),
  ])
  expect(await readText()).toBe(before)
})
