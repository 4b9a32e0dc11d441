import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { listDetails, render } from '#components/testing/render.ts'
import type {
  ApiChannel,
  ApiDelivery,
  ApiNotifications,
  DeliveriesQuery,
} from '#lib/api/admin-notifications.ts'
import { channelKinds } from '#lib/notifications/channels/list.ts'
import { describeKind } from '#lib/notifications/describe-kinds.ts'
import { factKindNames, factKinds } from '#lib/notifications/facts/fact-kinds.ts'
import { Notifications } from './notifications.tsx'

const at = '2026-11-22T14:30:00.000Z'
const earlier = '2026-11-22T12:30:00.000Z'
const later = '2026-11-22T14:35:00.000Z'
const channel: ApiChannel = {
  ...{
    id: 1,
    kind: 'ntfy',
    kind_title: 'ntfy',
    name: 'My phone',
    secrets: ['token'],
    created_at: earlier,
  },
  values: { url: 'https://ntfy.sh', topic: 'printer', home: false },
  ...{ facts: null, printers: null, quiet_hours: null, failing_since: null, off: null },
  ...{ waiting: 0, held: 0, given_up: 0, delivered_at: earlier },
}
const delivery: ApiDelivery = {
  ...{ id: 17, channel_id: 1, kind: 'failed', printer_id: 1, print: 12, happened_at: earlier },
  ...{ state: 'given-up', due_at: null, tries: 10, last_tried_at: earlier },
  ...{ last_answer: '503 later', can_retry: true, can_drop: true },
}
const everything: DeliveriesQuery = { channel: null, state: null, before: null }

function show(
  channels: Partial<ApiChannel>[],
  deliveries: Partial<ApiDelivery>[] = [],
  { query = everything, next = null as number | null, pushProblem = null as string | null } = {},
) {
  const first: ApiNotifications = {
    at,
    channels: channels.map((changes, index) => ({ ...channel, id: index + 1, ...changes })),
    kinds: channelKinds.map(describeKind),
    facts: factKindNames.map((kind) => ({
      kind,
      label: factKinds[kind].label,
      is_optional: factKinds[kind].isOptional,
    })),
    printers: [{ id: 1, label: 'Maker Select' }],
    push_problem: pushProblem,
    secrets_problem: null,
  }
  const log = { at, deliveries: deliveries.map((each) => ({ ...delivery, ...each })), next }
  return render(
    <QueryClientProvider client={new QueryClient()}>
      <Notifications first={first} log={log} query={query} />
    </QueryClientProvider>,
  )
}

test('without channels there are only this device and the form for the first one', () => {
  const { headings, text } = show([])
  expect(headings.map(({ name }) => name)).toEqual(['This device', 'A first channel'])
  expect(text).toContain('a print has failed')
})

test('the page begins with links to its parts, the log among them', () => {
  const { all } = show([{}], [{}])
  const links = all('a').filter(({ properties }) => String(properties.href).startsWith('#'))
  expect(links.map(({ name, properties }) => `${name} ${properties.href}`)).toEqual([
    'My phone #channel-1',
    'This device #device',
    'Another channel #add',
    'Log #log',
  ])
  const ids = all('section').map(({ properties }) => `#${properties.id}`)
  expect(ids).toEqual(links.map(({ properties }) => properties.href))
})

test('a channel that works says what it is told, and when it last was', () => {
  const page = show([{ quiet_hours: '22:00-07:00', facts: ['failed'] }])
  expect(listDetails(page)).toMatchObject({
    State: 'Working',
    'Last message': expect.stringMatching(/^2\sh ago/),
    Kind: 'ntfy https://ntfy.sh, printer',
    'It is told': 'A print has failed',
    Quiet: expect.stringMatching(/^22:00 to 07:00, .+ Then one message says what happened\.$/),
  })
})

test('a stored secret is asked for as an empty field, and can be deleted', () => {
  const { all, text } = show([{}])
  const fields = all('input').filter(({ properties }) => properties.type === 'password')
  expect(fields.length).toBeGreaterThan(0)
  for (const { properties } of fields)
    expect([properties.value ?? '', properties.autoComplete]).toEqual(['', ['off']])
  expect(text).toContain('One is stored, and not shown. Empty: it stays.')
  expect(text).toContain('Delete the stored access token')
})

test.each([
  [{ failing_since: earlier }, /^Failing, first 2\sh ago/],
  [
    { off: { since: earlier, reason: 'It answered 410.' } },
    /^Off, since 2\sh ago.*It answered 410/,
  ],
  [{ delivered_at: null }, /^On\. Send a test/],
])('the state of a channel: %j', (changes, words) => {
  expect(listDetails(show([changes])).State).toMatch(words)
})

test('a message of the log: what, when, tries, answer, next try, and what can be done', () => {
  const { text, all } = show([{}], [{}])
  expect(text).toMatch(
    /A print has failed: Maker Select, print 12 Given up\. To My phone\. It happened 2\sh ago/,
  )
  expect(text).toMatch(/10 tries\. .*: 503 later/)
  const buttons = all('button').map(({ name }) => name)
  expect(buttons).toContain('Send again message 17')
  expect(buttons).toContain('Drop message 17')
  const waiting = show([{}], [{ state: 'waiting', due_at: later, tries: 1 }])
  expect(waiting.text).toMatch(/1 try\. Next try in 5\smin, /)
  expect(waiting.all('button').map(({ name }) => name)).toContain('Send now message 17')
  const sent = show([{}], [{ state: 'delivered', can_retry: false, can_drop: false }])
  expect(sent.all('button').filter(({ name }) => name.includes('message'))).toEqual([])
})

test('the log is filtered and paged by addresses, which need no JavaScript', () => {
  const query = { channel: 1, state: 'given-up', before: 40 }
  const { links, all } = show([{}], [{}], { query, next: 17 })
  expect(links).toContainEqual({
    name: 'Earlier messages',
    href: '/admin/notifications?channel=1&state=given-up&before=17#log',
  })
  expect(links).toContainEqual({
    name: 'Newest',
    href: '/admin/notifications?channel=1&state=given-up#log',
  })
  expect(all('form').some(({ properties }) => properties.method === 'get')).toBe(true)
  expect(show([{}], [], { query }).text).toContain('No messages like these.')
})

test('where push services take no messages, the page says so and what visitors miss', () => {
  const pushProblem = 'Push services take no messages from a site at http://localhost.'
  expect(show([], [], { pushProblem }).text).toContain(
    `${pushProblem} Until then no device can be added, and printers’ pages have no button`,
  )
  expect(show([]).text).not.toContain('Until then')
})
