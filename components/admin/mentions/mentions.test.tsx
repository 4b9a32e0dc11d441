import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { render } from '#components/testing/render.ts'
import type { ApiMention, ApiMentions, MentionFilter } from '#lib/api/admin-mentions.ts'
import { ModerateMentions } from './moderate-mentions.tsx'

const mention: ApiMention = {
  id: 7,
  state: 'pending',
  kind: 'reply',
  source: 'https://ann.example/1',
  source_host: 'ann.example',
  target: '/2026/11/22/0/post',
  author_name: 'Ann',
  author_url: 'https://ann.example/',
  text: 'I had the same.',
  received_at: '2026-11-22T11:58:00Z',
}
const page: ApiMentions = {
  at: '2026-11-22T12:00:00Z',
  mentions: [mention],
  next_before: null,
  waiting: 1,
  blocks: [],
  accepts_known: true,
}
const show = (
  changes: Partial<ApiMentions>,
  { filter = 'pending' as MentionFilter, before = null as number | null } = {},
) =>
  render(
    <QueryClientProvider client={new QueryClient()}>
      <ModerateMentions before={before} filter={filter} first={{ ...page, ...changes }} />
    </QueryClientProvider>,
  )
const hrefs = ({ all }: ReturnType<typeof show>, name: string) =>
  all('a').flatMap((link) => (link.name === name ? String(link.properties.href) : []))

test('what waits is shown with its author, its page and its age, and what can be done', () => {
  const { text, all } = show({ waiting: 1_000 })
  expect(text).toContain('Ann')
  expect(text).toContain('I had the same.')
  expect(text).toMatch(/Reply of \/2026\/11\/22\/0\/post, received 2 min/)
  expect(text).toContain('Waiting (1,000 or more)')
  const buttons = all('button').map(({ name }) => name)
  expect(buttons).toEqual(
    expect.arrayContaining(['Accept the mention of Ann', 'Reject the mention of Ann']),
  )
})

test('what is shown can be rejected, and not accepted again', () => {
  const accepted = show(
    { mentions: [{ ...mention, state: 'accepted', author_name: null, author_url: null }] },
    { filter: 'accepted' },
  )
  const buttons = accepted.all('button').map(({ name }) => name)
  expect(buttons).toContain('Reject the mention of ann.example')
  expect(buttons).not.toContain('Accept the mention of ann.example')
  expect(buttons.join()).not.toContain('Block the author')
})

test('a mention of the home page says that only the owner reads it', () => {
  const { text, all } = show({ mentions: [{ ...mention, target: '/' }] })
  expect(text).toContain('Only you read it here')
  expect(all('button').map(({ name }) => name)).toContain('Keep the mention of Ann')
})

test('older ones are on pages of their own, each with its state, and the newest are a link away', () => {
  expect(hrefs(show({}), 'Older')).toEqual([])
  expect(hrefs(show({ next_before: 7 }), 'Older')).toEqual(['/admin/mentions?before=7'])
  const middle = show({ next_before: 3 }, { filter: 'rejected', before: 7 })
  expect(hrefs(middle, 'Older')).toEqual(['/admin/mentions?state=rejected&before=3'])
  expect(hrefs(middle, 'Newest')).toEqual(['/admin/mentions?state=rejected'])
  const last = show({ mentions: [] }, { before: 3 })
  expect(hrefs(last, 'Older')).toEqual([])
  expect(last.text).toContain('None is left here.')
  expect(last.text).not.toContain('Nothing waits')
})

test('what is blocked can be allowed again', () => {
  const { all, text } = show({ mentions: [], waiting: 0, blocks: ['spam.example'] })
  expect(text).toContain('Nothing waits for you.')
  expect(all('button').map(({ name }) => name)).toContain('Unblock spam.example')
})
