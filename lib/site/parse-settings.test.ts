import { describe, expect, test } from 'vitest'
import { formatIssue } from '#lib/core/content-issue.ts'
import { parseSettings } from './parse-settings.ts'

function parse(...lines: string[]) {
  const { settings, issues } = parseSettings(lines.join('\n'))
  return { settings, issues: issues.map(formatIssue) }
}

test.each([
  ['nothing', ''],
  ['comments', '# title: x\n'],
  ['an empty setting', 'title:\nauthor:\n'],
])('a file with %s is valid', (_, text) => {
  expect(parse(text).issues).toEqual([])
})

test('every setting is read', () => {
  const { settings, issues } = parse(
    'title: Ada’s workshop',
    'author: {name: Ada, bio: I print., photo: /ada.jpg}',
    'profiles:',
    '  - {label: Code, url: "https://code.example/ada"}',
    '  - {label: Mail, url: "mailto:ada@example.org"}',
    'language: de',
    'time_zone: europe/berlin',
    'temperature_unit: F',
    'hour_format: 12',
    'navigation: [{label: Start, url: /}]',
    'edit_url: https://code.example/edit/',
    'theme: {accent: "#c00"}',
  )
  expect(issues).toEqual([])
  expect(settings).toMatchObject({
    title: 'Ada’s workshop',
    author: { name: 'Ada', photo: '/ada.jpg' },
    profiles: [{ label: 'Code' }, { label: 'Mail' }],
    time_zone: 'Europe/Berlin',
    hour_format: 12,
    theme: { accent: '#cc0000' },
  })
})

describe('a fault names file and line, what is wrong and what would be right', () => {
  test.each([
    ['titel: x', 'site.yaml:1: titel is unknown; did you mean title?'],
    ['timezone: UTC', 'site.yaml:1: timezone is unknown; did you mean time_zone?'],
    ['author:\n  nmae: Ada', 'site.yaml:2: author.nmae is unknown; did you mean name?'],
    ['author: {phone: 1}', 'site.yaml:1: author.phone is unknown; did you mean photo?'],
    ['colour_of_the_sky: x', /^site.yaml:1: colour_of_the_sky is unknown; known are title, /],
    ['theme: {acent: "#c00"}', 'site.yaml:1: theme.acent is unknown; did you mean accent?'],
    ['theme:\n  dark:\n    ink: red', /^site.yaml:3: theme.dark.ink /],
    ['title: 42', 'site.yaml:1: title has to be text; put quotes around it: "42"'],
    ['title: [a]', 'site.yaml:1: title has to be text'],
    ['author: Ada', 'site.yaml:1: author has to be a list of settings: name, bio, photo'],
    ['tagline: a\ntitle: b\ntagline: c', /^site.yaml:3: .*twice; delete one/],
    [
      'time_zone: Berlin',
      'site.yaml:1: time_zone "Berlin" is not a time zone; did you mean Europe/Berlin?',
    ],
    ['time_zone: Europe/Berln', /did you mean Europe\/Berlin\?$/],
    ['time_zone: "+01:00"', /is not a time zone; write a name such as Europe\/Berlin$/],
    ['language: en_US', 'site.yaml:1: language "en_US" is not a language; write en-US'],
    [
      'language: german',
      'site.yaml:1: language "german" is not a language; write a tag such as en, de or pt-BR',
    ],
    ['temperature_unit: K', 'site.yaml:1: temperature_unit has to be C or F'],
    ['hour_format: 13', 'site.yaml:1: hour_format has to be 12 or 24'],
    [
      'edit_url: example.org/edit',
      'site.yaml:1: edit_url is not an address; write https://example.org/edit',
    ],
    [
      'hub_url: /hub',
      'site.yaml:1: hub_url "/hub" is not an address; write one that begins with https://',
    ],
    ['profiles: [{label: Code}]', 'site.yaml:1: profiles[1].url is missing; add it'],
    [
      'profiles:\n  - label: A\n    url: "javascript:alert(1)"',
      /^site.yaml:3: profiles\[1\].url .* is not an address/,
    ],
    [
      'profiles: {a: b}',
      'site.yaml:1: profiles has to be a list, each entry with a label and a url',
    ],
    ['theme:\n  acent: x', 'site.yaml:2: theme.acent is unknown; did you mean accent?'],
    [
      'theme:\n  dark: {papier: x}',
      'site.yaml:2: theme.dark.papier is unknown; did you mean paper?',
    ],
    ['theme:\n  paper: #fff', /^site.yaml:2: theme.paper has to be a colour in quotes/],
    ['- a\n- b', 'site.yaml:1: has to be a list of settings, such as "title: My workshop"'],
    ['title: Printing: a story', /^site.yaml:1: .*put quotes around the text/],
  ])('%j', (text, message) => {
    const { issues } = parse(text)
    expect(issues).toHaveLength(1)
    if (typeof message === 'string') expect(issues[0]).toBe(message)
    else expect(issues[0]).toMatch(message)
  })
})

test('a colour that nobody could read is no fault, and the advice names its line', () => {
  const { settings, issues, advice } = parseSettings('theme:\n  paper: "#fff"\n  accent: "#f80"\n')
  expect(issues).toEqual([])
  expect(settings.theme).toEqual({ paper: '#ffffff', accent: '#ff8800' })
  expect(advice.map(formatIssue)).toEqual([
    expect.stringMatching(
      /^site.yaml:3: theme.accent #ff8800 and paper #ffffff have a contrast of 2.39:1, .* uses "#/,
    ),
  ])
})

test('what is valid applies, and all faults are listed at once', () => {
  const { settings, issues } = parse(
    'title: Ada',
    'time_zone: Moon/Base',
    'author:',
    '  name: 7',
    '  bio: I print.',
    'profiles:',
    '  - label: No address',
    '  - {label: Code, url: "https://code.example", note: x}',
    'hour_format: 12',
  )
  expect(issues.map((issue) => issue.split(': ')[0])).toEqual(
    [2, 4, 7, 8].map((line) => `site.yaml:${line}`),
  )
  expect(settings).toEqual({
    title: 'Ada',
    author: { bio: 'I print.' },
    profiles: [{ label: 'Code', url: 'https://code.example' }],
    hour_format: 12,
  })
})

test.each([
  ['title: Ada\ntagline: "no end\nlanguage: de\n'],
  ['title: Ada\n\tlanguage: de\n'],
  ['title: Ada\nprofiles: [{label: a\nlanguage: de\n'],
  ['title: Ada\nlanguage: de: en\n'],
])('of a file that is not YAML, what is above the fault applies: %j', (text) => {
  const { settings, issues } = parse(text)
  expect(settings).toEqual({ title: 'Ada' })
  expect(issues).toHaveLength(1)
  expect(issues[0]).toMatch(/^site.yaml:\d: .*; nothing from this line on applies$/)
})
