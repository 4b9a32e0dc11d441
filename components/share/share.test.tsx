import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { states } from '#components/printer/states.fixture.ts'
import { render } from '#components/testing/render.ts'
import { listSnippets, Snippets } from './snippets.tsx'

const snippets = (name = 'Maker Select') =>
  listSnippets({ ...states.printing, name }, 'https://example.org')
const codeOf = (wanted: string, name?: string) =>
  snippets(name).find((snippet) => snippet.name === wanted)?.code ?? ''

test('without JavaScript every snippet is there to select, and no button that would do nothing', () => {
  const { all } = render(<Snippets snippets={snippets()} />)
  expect(all('code').map(({ name }) => name)).toEqual(
    snippets().map(({ code }) => code.replaceAll(/\s+/g, ' ')),
  )
  expect(all('button')).toEqual([])
})

test('every URL is absolute and on this site', () => {
  for (const { name, code } of snippets()) expect(code, name).toContain('https://example.org/')
})

test('of one camera, everything that shows a picture by itself shows that camera’s', () => {
  const ofSecond = listSnippets(states.printing, 'https://example.org', 2)
  const named = ofSecond.filter(({ code }) => /camera(=|%3D)2/.test(code)).map(({ name }) => name)
  expect(named).toEqual([
    'Picture only',
    'Frame',
    'OBS and other video mixers',
    'Blogs and chats',
    'Projector',
  ])
  expect(ofSecond.find(({ name }) => name === 'Frame')?.code).toContain(
    '/printers/1/embed?camera=2"',
  )
  expect(JSON.stringify(snippets())).not.toContain('camera')
})

test('a printer’s name can break neither the Markdown nor the HTML', () => {
  const name = 'A "fast" <b>[printer]</b> & more'
  expect(codeOf('README', name)).toMatch(/^\[!\[[^[\]]*\]\(https/)
  const frame = codeOf('Frame', name)
  expect(/title="([^"]*)"/.exec(frame)?.[1]).toBe('A fast bprinter/b  more, as last seen')
})

/** As both dashboards read a path: `job.remaining_seconds`. */
const findIn = (json: unknown, path: string) =>
  path.split('.').reduce<unknown>((value, key) => Object(value)[key], json)

test('Homepage’s widget is YAML, and finds every field in the API’s JSON', () => {
  const name = 'A "fast": \n#printer'
  const [group] = parse(codeOf('Homepage dashboard', name))
  const { href, widget } = group.Printers[0][name]
  expect(href).toBe('https://example.org/printers/1')
  expect(widget).toMatchObject({ type: 'customapi', url: 'https://example.org/api/3dprinter/1/' })
  const fields = widget.mappings.map(({ field }: { field: string }) => field)
  expect(fields.map((field: string) => findIn(states.printing, field))).toEqual([
    'printing',
    42.3,
    1600,
    '2026-11-22T14:30:02Z',
  ])
})

test('Glance’s widget is YAML, and finds every field in the API’s JSON', () => {
  const name = 'A "fast": \n#printer'
  const [widget] = parse(codeOf('Glance dashboard', name))
  expect(widget).toMatchObject({
    type: 'custom-api',
    title: name,
    url: 'https://example.org/api/3dprinter/1/',
  })
  const paths = [...widget.template.matchAll(/\.JSON\.String "([^"]+)"/g)].map(([, path]) => path)
  expect(paths.length).toBeGreaterThan(4)
  for (const path of paths) expect(findIn(states.printing, path), path).toMatch(/./)
  expect(widget.template.match(/{{ if /g)).toHaveLength(widget.template.match(/{{ end /g).length)
})

test('text on another site never calls the picture live: its age is not shown there', () => {
  for (const { code } of snippets()) expect(code).not.toMatch(/\blive\b/i)
})
