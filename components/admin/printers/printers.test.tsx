import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { render } from '#components/testing/render.ts'
import { newManagedPrinter } from '#lib/api/admin.fixture.ts'
import type { ApiManagedPrinter } from '#lib/api/admin-printers.ts'
import { FirstReport } from './first-report.tsx'
import { Printers } from './printers.tsx'

const at = '2026-11-22T14:30:00Z'
const later = '2026-11-22T14:31:00Z'
const printer: ApiManagedPrinter = {
  ...newManagedPrinter,
  last_received_at: null,
  sender: { snapper: null, backend: null },
  tokens: [],
}
const refusal = { at, code: 'image-corrupt', reason: 'It is broken.', address: '::1', count: 3 }

const show = (...printers: Partial<ApiManagedPrinter>[]) =>
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Printers
        first={{
          printers: printers.map((changes) => ({ ...printer, ...changes })),
          bytes: 81_234,
          max_bytes: 2e9,
          at,
          site_url: 'https://example.org',
        }}
      />
    </QueryClientProvider>,
  )

test('the page says what was refused', () => {
  const { text } = show({ refusals: [refusal] })
  expect(text).toContain('It is broken.')
  expect(text).toContain('::1, 3 times')
})

test('the promised interval is next to how it was kept, and to what sends the reports', () => {
  const punctuality = {
    since: '2026-11-22T10:30:00Z',
    pictures: 144,
    median_seconds: 600,
    worst_seconds: 1500,
    late: 2,
  }
  const sender = { snapper: 'snapper 1.0.0', backend: 'octoprint 1.11.8' }
  const { text } = show({ last_received_at: at, punctuality, sender })
  expect(text).toMatch(/promised every 10\sminutes/)
  expect(text).toMatch(/kept: 10\smin as a rule, 25\smin at worst/)
  expect(text).toMatch(/; 2 of 144 pictures in the last 4\sh were late/)
  const none = show({ last_received_at: at, punctuality: { ...punctuality, late: 0 } })
  expect(none.text).toMatch(/; none of 144 pictures in the last 4\sh was late/)
  expect(text).toContain('snapper 1.0.0, octoprint 1.11.8')
  expect(show({ last_received_at: at }).text).toContain('too few pictures to judge')
  expect(show({}).text).toContain('not known')
})

test('printers of the same name have their numbers wherever they are named', () => {
  const label = 'Maker Select (printer 2)'
  const { text, all } = show({}, { id: 2, label })
  expect(text).toContain('Delete “Maker Select (printer 2)”?')
  expect(text).toContain('Its name is “Maker Select”.')
  expect(all('h2').map(({ name }) => name)).toContain(label)
  expect(all('bdi').filter(({ name }) => name === label)).toHaveLength(2)
  const buttons = all('button').map(({ name }) => name)
  for (const button of ['Delete this printer', 'Up with', 'Pause the camera of'])
    expect(buttons).toContain(`${button} ${label}`)
})

test('each of several cameras is named and paused by itself', () => {
  const camera = { owners_name: null, is_paused: false }
  const cameras = [
    { ...camera, number: 1, name: 'Camera 1' },
    { ...camera, number: 2, name: 'nozzle', owners_name: 'nozzle', is_paused: true },
  ]
  const { text, all } = show({ cameras })
  expect(text).toContain('nozzle Camera 2. Paused until you resume it.')
  const buttons = all('button').map(({ name }) => name)
  for (const button of ['Pause all cameras', 'Pause Camera 1', 'Resume nozzle'])
    expect(buttons).toContain(`${button} of Maker Select`)
  const names = all('input').filter(({ properties }) => properties.maxLength === 40)
  expect(names.map(({ properties }) => properties.value)).toEqual(['', 'nozzle'])
  expect(show({ cameras, is_paused: true }).text).toContain(
    'Paused with the printer’s other cameras.',
  )
  expect(show({}).text).not.toContain('Camera 1')
})

test('a printer that reports to another site needs no token, and would be added again', () => {
  const { text } = show({ is_remote: true })
  expect(text).not.toContain('Make a token')
  expect(text).toContain('PRINTER_1_SOURCE')
  expect(show({}).text).not.toContain('PRINTER_1_SOURCE')
})

test('a token that is replaced or has expired says so, and can’t be replaced again', () => {
  const token = { id: 1, name: 'Garage', kind: 'token', scope: 'report', created_at: at } as const
  const ends = { expires_at: later, last_used_at: null, last_used_by: null }
  const old = { ...token, ...ends, is_replaced: true, is_expired: true }
  const { text, all } = show({ tokens: [old] })
  expect(text).toContain('Replaced. Expired. May report.')
  const buttons = all('button').map(({ name }) => name)
  expect(buttons).toContain('Delete Garage, the old one')
  expect(buttons.filter((name) => name.startsWith('Replace Garage'))).toEqual([])
})

test.each([
  [{}, 'No report yet.'],
  [{ refusals: [refusal] }, 'A report from ::1 was refused: It is broken.'],
  [{ last_received_at: later, refusals: [refusal] }, 'no picture yet.'],
  [{ last_received_at: at, refusals: [{ ...refusal, at: later }] }, 'was refused'],
])('the first steps wait, and say what arrived: %j', (changes, sentence) => {
  const { text } = render(<FirstReport printer={{ ...printer, ...changes }} />)
  expect(text).toContain(sentence)
  const isRefused = sentence.includes('refused')
  expect(text.includes('was refused')).toBe(isRefused)
})
