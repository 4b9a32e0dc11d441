import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { render } from '#components/testing/render.ts'
import { newOverview } from '#lib/api/admin.fixture.ts'
import type { ApiOverview } from '#lib/api/admin-overview.ts'
import { Overview } from './overview.tsx'
import { BackupFacts } from './site-facts.tsx'

const show = (changes: Partial<ApiOverview>) =>
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Overview first={{ ...newOverview, ...changes }} />
    </QueryClientProvider>,
  ).text

test('a site that is well says so, and what it knows', () => {
  const text = show({})
  expect(text).toContain('All is well.')
  expect(text).toContain('1.3 GB of 2.0 GB')
  expect(text).toMatch(/in 58\sdays, at 12 MB a day/)
  expect(text).toContain('70 GB free')
  expect(text).toContain('No faults.')
  expect(text).toContain('made by the command')
  expect(text).toContain('Version 0.2.0')
  expect(text).toContain('An overview, see docs/running.md.')
})

test('what isn’t known is said to be unknown', () => {
  const { storage } = newOverview
  const unknown = { bytes: null, measured_at: null, growth_per_day: null, full_at: null }
  const text = show({ storage: { ...storage, ...unknown }, content: null, backup: null })
  expect(text).toContain('not measured yet; the limit is 2.0 GB')
  expect(text).toContain('not foreseeable yet')
  const asSent = show({ storage: { ...storage, ...unknown, bytes: 81_234 } })
  expect(asSent).toMatch(
    /81 kB of 2.0 GB.*pictures as sent: the sizes made of them aren’t measured yet/,
  )
  expect(text).toContain('It is being read.')
  expect(text).toContain('No backup is known.')
})

test.each([
  [{ growth_per_day: 0, full_at: null }, 'it doesn’t grow'],
  [{ growth_per_day: 500, full_at: null }, 'not within years, at 500 B a day'],
  [{ full_at: newOverview.at }, 'now, at 12 MB a day'],
])('when the storage is full: %j', (changes, expected) => {
  expect(show({ storage: { ...newOverview.storage, ...changes } })).toContain(expected)
})

test.each([
  [undefined, undefined, null, ''],
  [null, undefined, null, 'The site is preparing the download.'],
  [null, null, null, 'The download has begun. This says so when all of it was sent.'],
  [null, 'Another one is under way.', null, 'Another one is under way.'],
  [null, null, newOverview.at, 'The backup was downloaded.'],
  [newOverview.at, null, newOverview.at, 'The download has begun'],
])(
  'what a download of a backup is up to: %j, answered with %j, then %j',
  (former, answer, at, said) => {
    const backup = at === null ? null : { at, kind: 'download' as const, lost: 0 }
    const { all } = render(
      <BackupFacts
        answer={answer}
        backup={backup}
        bytes={1}
        former={former}
        nowMs={Date.parse(newOverview.at)}
        onStart={() => undefined}
      />,
    )
    const [status] = all('p').filter(({ properties }) => properties.role === 'status')
    expect(status?.name).toContain(said)
    expect(status?.name === '').toBe(said === '')
  },
)

test('each fault of the content has its place', () => {
  const fault = { file: 'posts/a.md', line: 3, message: 'title is missing; add one' }
  const text = show({ content: [fault, { ...fault, line: null }] })
  expect(text).toContain('posts/a.md:3')
  expect(text).toContain('title is missing; add one')
})
