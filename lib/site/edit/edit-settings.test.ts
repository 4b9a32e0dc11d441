import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import type { SettingsChanges, SettingValue } from '#lib/api/admin-settings.ts'
import { createRandom } from '../../../testing/random.ts'
import { editSettings } from './edit-settings.ts'

const order = ['title', 'tagline', 'author', 'profiles', 'language', 'hour_format', 'theme']
const edit = (text: string, changes: SettingsChanges) => editSettings(text, changes, order)

const file = `# Mine.

title: Ada   # in the header
tagline: 'I print'
description: >-
  Notes on
  making things.

author:
  name: Ada
  # of 2024
  photo: /ada.jpg   # square

# Where else I am
profiles:
  - label: Code # self-hosted
    url: https://code.example
  - {label: Chat, url: "https://chat.example"}

hour_format: 24 # or 12
theme:
  paper:  "#fff"   # walls
  dark: {ink: "#eee"}
# The end.
`

describe('only the lines of a changed setting change', () => {
  test.each<[SettingsChanges, string, string]>([
    [{ title: 'Ada’s shop' }, 'title: Ada   #', 'title: Ada’s shop   #'],
    [{ title: 'Yes: no # maybe' }, 'title: Ada   #', 'title: "Yes: no # maybe"   #'],
    [{ title: '42' }, 'title: Ada   #', 'title: "42"   #'],
    [{ tagline: "It's on" }, "'I print'", "'It''s on'"],
    [{ hour_format: 12 }, 'hour_format: 24 #', 'hour_format: 12 #'],
    [{ 'author/photo': '/me.jpg' }, '/ada.jpg   #', '/me.jpg   #'],
    [{ 'theme/paper': '#eef' }, '"#fff"   #', '"#eef"   #'],
    // Removed.
    [{ tagline: null }, "tagline: 'I print'\n", ''],
    [{ title: null }, 'title: Ada   # in', '# in'],
    [{ description: null }, 'description: >-\n  Notes on\n  making things.\n', ''],
    // New.
    [{ language: 'de' }, 'chat.example"}\n', 'chat.example"}\nlanguage: de\n'],
    [{ 'author/bio': 'A\nB' }, '# square\n', '# square\n  bio: "A\\nB"\n'],
    [{ 'theme/accent': '#c00' }, '{ink: "#eee"}\n', '{ink: "#eee"}\n  accent: "#c00"\n'],
    // Written anew.
    [{ description: 'Notes.' }, '>-\n  Notes on\n  making things.', 'Notes.'],
  ])('%j', (changes, from, to) => expect(edit(file, changes)).toBe(file.replace(from, to)))
})

test('an entry that stays in a list keeps its comments, and so does the list', () => {
  const profiles = [
    { label: 'Photos', url: 'https://photos.example' },
    { label: 'Code', url: 'https://code.example' },
  ]
  expect(edit(file, { profiles })).toBe(
    file.replace(
      /profiles:.*chat.example"}/s,
      'profiles:\n  - label: Photos\n    url: https://photos.example\n  - label: Code # self-hosted\n    url: https://code.example',
    ),
  )
})

test('in a file of comments a setting is written below the one that shows it', () => {
  const starter = readFileSync(join(import.meta.dirname, '../starter/files/site.yaml'), 'utf8')
  const changes = {
    'author/name': 'Ada',
    title: 'Ada’s shop',
    profiles: [{ label: 'Code', url: '/c' }],
  }
  const lines = edit(starter, changes).split('\n')
  expect(lines).toHaveLength(starter.split('\n').length + 6)
  expect(lines[lines.indexOf('# title: Your name') + 1]).toBe('title: Ada’s shop')
  const photo = lines.findIndex((line) => line.startsWith('#   photo:'))
  expect(lines.slice(photo + 1, photo + 3)).toEqual(['author:', '  name: Ada'])
  expect(edit(edit(starter, changes), { 'author/name': null, title: null, profiles: null })).toBe(
    starter,
  )
})

test.each([
  ['', 'title: Ada\n'],
  ['# Nothing yet', '# Nothing yet\ntitle: Ada\n'],
  ['tagline: x', 'tagline: x\ntitle: Ada\n'],
  ['title:\ntagline: x\n', 'title: Ada\ntagline: x\n'],
  ['title: # mine\n', 'title: Ada # mine\n'],
  ['{tagline: x, title: y} # one\n', '{ tagline: x, title: Ada } # one\n'],
  ['---\ntitle: x\n...\n', '---\ntitle: Ada\n...\n'],
  ['\uFEFFtitle: x\r\ntagline: y\r\n', '\uFEFFtitle: Ada\r\ntagline: y\r\n'],
  // Each line keeps its own end.
  ['a: 1\r\ntitle: x\nb: 2\r\n', 'a: 1\r\ntitle: Ada\nb: 2\r\n'],
  ['a: 1\ntitle: x\r\nb: 2\n', 'a: 1\ntitle: Ada\r\nb: 2\n'],
  ['# a\r\n# b\ntagline: x\n# c\r\n', '# a\r\n# b\ntagline: x\ntitle: Ada\n# c\r\n'],
  ['title: &t Bob\ntagline: *t # same\n', 'title: Ada\ntagline: Bob # same\n'],
])('%j stays as it is but for its title', (before, after) => {
  expect(edit(before, { title: 'Ada' })).toBe(after)
})

test('what nothing is left of goes too, and what is below a name without a value is set', () => {
  expect(edit('author:\n  name: Ada\nlanguage: de\n', { 'author/name': null })).toBe(
    'language: de\n',
  )
  expect(edit('theme: {dark: {ink: "#eee"}}\n', { 'theme/dark/ink': null })).not.toContain('theme')
  expect(parseYaml(edit('author:\nlanguage: de\n', { 'author/name': 'Ada' }))).toEqual({
    author: { name: 'Ada' },
    language: 'de',
  })
  expect(edit(file, { tagline: 'I print' })).toBe(file)
})

test('any change of any file means what was wanted, and keeps every comment of other settings', () => {
  const random = createRandom(7)
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T // not empty
  const texts = [
    'x',
    '# no',
    'a: b',
    '',
    ' y ',
    '- z',
    "it's",
    '"q"',
    'Ä\nö',
    '{',
    '@',
    'null',
    '1',
  ]
  const values: Record<string, () => SettingValue> = {
    title: () => pick([null, ...texts]),
    'author/name': () => pick([null, ...texts]),
    'author/bio': () => pick([null, ...texts]),
    'theme/paper': () => pick([null, '#fff', 'oklch(0.5 0.1 30)']),
    'theme/dark/ink': () => pick([null, '#fff']),
    hour_format: () => pick([null, 12, 24]),
    profiles: () => pick([null, [], [{ label: 'a', url: '/b' }], [{ label: '#', url: 'c: d' }]]),
  }
  for (let turn = 0; turn < 120; turn += 1) {
    let text = pick([
      file,
      file.replaceAll('\n', '\r\n'),
      '',
      '{title: x, theme: {paper: "#000"}}\n',
    ])
    let expected: Record<string, unknown> = parseYaml(text) ?? {}
    for (let step = 0; step < 4; step += 1) {
      const name = pick(Object.keys(values))
      const value = values[name]?.() ?? null
      text = edit(text, { [name]: value })
      expected = setIn(expected, name.split('/'), value)
      expect(parseYaml(text) ?? {}, text).toEqual(expected)
    }
    if (text.startsWith('#'))
      for (const kept of ['# Mine.', '# The end.']) expect(text).toContain(kept)
  }
})

function setIn(
  data: Record<string, unknown>,
  [name = '', ...rest]: string[],
  value: SettingValue,
): Record<string, unknown> {
  const below = (data[name] ?? {}) as Record<string, unknown>
  const inner = rest.length === 0 ? value : setIn(below, rest, value)
  const { [name]: _, ...others } = data
  const isEmpty = inner === null || (rest.length > 0 && Object.keys(inner as object).length === 0)
  return isEmpty ? others : { ...others, [name]: inner }
}
