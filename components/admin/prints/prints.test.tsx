import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { expect, test } from 'vitest'
import { print } from '#components/prints/prints.fixture.ts'
import { render } from '#components/testing/render.ts'
import type { ApiOwnersPrint, ApiPrintEditor } from '#lib/api/admin-prints.ts'
import { PrintEditor } from './print-editor.tsx'
import { SplitDone } from './print-pictures.tsx'
import { Prints } from './prints.tsx'

const own: ApiOwnersPrint = {
  ...print,
  job: 'dual_rail-v2.gcode',
  markdown: 'For the *shelf*.',
  is_hidden: false,
  has_own_cover: false,
}
const show = (element: ReactElement) =>
  render(<QueryClientProvider client={new QueryClient()}>{element}</QueryClientProvider>)
const list = (...prints: Partial<ApiOwnersPrint>[]) =>
  show(
    <Prints
      first={{ prints: prints.map((changes) => ({ ...own, ...changes })), next: null }}
      printer={{ id: 1, name: 'Maker Select' }}
    />,
  )
const edit = (changes: Partial<ApiPrintEditor> = {}, of: Partial<ApiOwnersPrint> = {}) =>
  show(
    <PrintEditor
      first={{ print: { ...own, ...of }, previous: null, joined: [], ...changes }}
      printerName="Maker Select"
    />,
  )

test('the list says what is hidden and what is in the feeds, and leads to each print', () => {
  const { text, links } = list(
    { is_hidden: true },
    { number: 6 },
    { number: 5, published_at: null },
  )
  expect(text).toMatch(/, hidden.*, in the feeds.*, not in the feeds/s)
  expect(links.map(({ href }) => href)).toEqual([7, 6, 5].map((n) => `/admin/prints/1/${n}`))
  expect(list().text).toContain('No prints yet')
})

test('a print has the job’s own name and its note as it was typed', () => {
  const { text, all } = edit({}, { title: 'A lamp' })
  expect(text).toContain('dual_rail-v2.gcode')
  expect(all('textarea')[0]?.name).toBe('For the *shelf*.')
})

test('a hidden print has no link to a page, and isn’t in the feeds', () => {
  const { text, links } = edit({}, { is_hidden: true })
  expect(text).toContain('see nothing of it')
  expect(text).toContain('not while it is hidden')
  expect(links.some(({ href }) => href === '/printers/1/prints/7')).toBe(false)
})

test('after a split a link leads to the new print', () => {
  const { text, links, html } = show(<SplitDone print={{ printer: 1, number: 4 }} />)
  expect(text).toBe(
    'It was split. Print 4 begins with that picture. Joined with this one, it would be undone.',
  )
  expect(links).toEqual([{ name: 'Print 4', href: '/admin/prints/1/4' }])
  expect(html).toContain('class="text-link"')
})

test('a hidden print can’t be added to the feeds, but removed from them', () => {
  const { text, all } = edit({}, { is_hidden: true, published_at: null })
  expect(all('button').map(({ name }) => name)).not.toContain('Add it to the feeds')
  expect(text).toContain('It can’t be in the feeds while it is hidden: show it again first.')
  const names = edit({}, { is_hidden: true })
    .all('button')
    .map(({ name }) => name)
  expect(names).toContain('Remove it from the feeds')
})

test('what was joined can be separated, and the first print can’t be joined', () => {
  const joined = [{ number: 8, at: '2026-11-22T18:00:00Z' }]
  const buttons = (rendered: ReturnType<typeof edit>) =>
    rendered.all('button').map(({ name }) => name)
  expect(buttons(edit({ joined }))).toContain('Separate print 8 again')
  expect(buttons(edit())).not.toContain('Join with the one before')
  const previous = { number: 6, title: 'A hook' }
  expect(buttons(edit({ previous }))).toContain('Join with the one before')
  expect(edit({ previous }).text).toContain('They become print 6')
})
