import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { render } from '#components/testing/render.ts'
import type { ApiManagedPrinter } from '#lib/api/admin-printers.ts'
import { FirstReport } from './first-report.tsx'
import { Printers } from './printers.tsx'

const at = '2026-11-22T14:30:00Z'
const later = '2026-11-22T14:31:00Z'
const printer: ApiManagedPrinter = {
  id: 1,
  name: 'Maker Select',
  is_paused: false,
  paused_until: null,
  is_remote: false,
  publishes_temperatures: true,
  publishes_job_name: true,
  publishes_prints: false,
  job_alias: null,
  picture: null,
  status: null,
  observed_at: null,
  last_received_at: null,
  promised_seconds: 600,
  kept_seconds: null,
  pictures: 0,
  bytes: 0,
  tokens: [],
  refusals: [],
}
const refusal = { at, code: 'image-corrupt', reason: 'It is broken.', address: '::1', count: 3 }

const show = (changes: Partial<ApiManagedPrinter>) =>
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Printers
        first={{
          printers: [{ ...printer, ...changes }],
          bytes: 81_234,
          max_bytes: 2e9,
          refusals_since: at,
          site_url: 'https://example.org',
        }}
      />
    </QueryClientProvider>,
  )

test('the page says how much is stored, and what was refused', () => {
  const { text } = show({ refusals: [refusal] })
  expect(text).toContain('Pictures use 81 kB of 2.0 GB.')
  expect(text).toContain('It is broken.')
  expect(text).toContain('::1, 3 times')
})

test('the promised interval is next to the one between the last two pictures', () => {
  const { text } = show({ last_received_at: at, kept_seconds: 660 })
  expect(text).toMatch(/promised every 10\sminutes, the last two pictures 11\smin apart/)
})

test('a printer that reports to another site needs no token, and would be added again', () => {
  const { text } = show({ is_remote: true })
  expect(text).not.toContain('Make a token')
  expect(text).toContain('PRINTER_1_SOURCE')
  expect(show({}).text).not.toContain('PRINTER_1_SOURCE')
})

test('a token that is replaced or has expired says so, and can’t be replaced again', () => {
  const token = { id: 1, name: 'Garage', kind: 'token', scope: 'report', created_at: at } as const
  const ends = { expires_at: later, last_used_at: null }
  const old = { ...token, ...ends, is_replaced: true, is_expired: true }
  const { text, all } = show({ tokens: [old] })
  expect(text).toContain('Replaced. Expired. May report.')
  const buttons = all('button').map(({ name }) => name)
  expect(buttons).toContain('Delete Garage')
  expect(buttons).not.toContain('Replace Garage')
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
