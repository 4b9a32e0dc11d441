import { expect, test } from 'vitest'
import { states } from '#components/printer/states.fixture.ts'
import { render } from '#components/testing/render.ts'
import { listSnippets, Snippets } from './snippets.tsx'

const snippets = (name = 'Maker Select') =>
  listSnippets({ ...states.printing, name }, 'https://example.org')
const codeOf = (wanted: string, name?: string) =>
  snippets(name).find((snippet) => snippet.name === wanted)?.code ?? ''

test('without JavaScript every snippet is there to select, and no button that would do nothing', () => {
  const { all } = render(<Snippets snippets={snippets()} />)
  expect(all('code').map(({ name }) => name)).toEqual(snippets().map(({ code }) => code))
  expect(all('button')).toEqual([])
})

test('every URL is absolute and on this site', () => {
  for (const { name, code } of snippets()) expect(code, name).toContain('https://example.org/')
})

test('a printer’s name can break neither the Markdown nor the HTML', () => {
  const name = 'A "fast" <b>[printer]</b> & more'
  expect(codeOf('README', name)).toMatch(/^\[!\[[^[\]]*\]\(https/)
  const frame = codeOf('Frame', name)
  expect(/title="([^"]*)"/.exec(frame)?.[1]).toBe('A fast bprinter/b  more, as last seen')
})

test('text on another site never calls the picture live: its age is not shown there', () => {
  for (const { code } of snippets()) expect(code).not.toMatch(/\blive\b/i)
})
