import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { describe, expect, test } from 'vitest'
import { render } from '#components/testing/render.ts'
import type { ApiSecurity, ApiSession } from '#lib/api/admin.ts'
import { AdminShell } from './admin-shell.tsx'
import { explainError } from './request.ts'
import { Security } from './security.tsx'
import { SignIn } from './sign-in.tsx'
import { showTitle } from './site-title.tsx'

const show = (page: ReactElement) =>
  render(<QueryClientProvider client={new QueryClient()}>{page}</QueryClientProvider>)

const choices = { isClaimed: true, hasPasskeys: true, formerHosts: [] }

describe('without JavaScript', () => {
  test.each([
    [true, 'Sign in', '/admin/api/sign-in/link'],
    [false, 'This site has no owner yet', '/admin/api/claim'],
  ])('where the site is claimed (%s) a form posts the link', (isClaimed, heading, action) => {
    const page = show(
      <SignIn choices={{ ...choices, isClaimed }} problem={null} siteTitle="Example" />,
    )
    expect(page.headings[0]?.name).toBe(heading)
    expect(page.all('form')[0]?.properties).toMatchObject({ action, method: 'post' })
    expect(page.all('input')[0]?.properties).toMatchObject({ name: 'token', required: true })
    // What needs a script isn't offered before it is there.
    expect(page.all('button').map(({ name }) => name)).not.toContain('Sign in with a passkey')
    expect(page.links.map(({ name }) => name)).toEqual(['Skip to the content', 'Example'])
  })

  test('every page of the owner says that changing something needs it, the way in doesn’t', () => {
    const sees = (isSignedIn: boolean) =>
      show(
        <AdminShell isSignedIn={isSignedIn} siteTitle="Example">
          {null}
        </AdminShell>,
      ).text.includes('Changing something here needs JavaScript.')
    expect([sees(true), sees(false)]).toEqual([true, false])
  })

  test('the page that the form leads back to says what was wrong, next to its field', () => {
    const page = show(<SignIn choices={choices} problem="It was used." siteTitle="Example" />)
    expect(page.text).toContain('It was used.')
    expect(page.all('input')[0]?.properties).toMatchObject({
      ariaInvalid: 'true',
      ariaDescribedBy: expect.anything(),
    })
  })

  test('a form signs out', () => {
    const page = show(
      <AdminShell isSignedIn place="security" siteTitle="Example">
        x
      </AdminShell>,
    )
    expect(page.all('form')[0]?.properties).toMatchObject({ action: '/admin/api/sign-out' })
    const current = page.all('a').filter(({ properties }) => properties.ariaCurrent === 'page')
    expect(current.map(({ name }) => name)).toEqual(['Security'])
  })
})

test('the header has the title that was saved on this page', () => {
  const queries = new QueryClient()
  showTitle(queries, {})
  const header = () =>
    render(
      <QueryClientProvider client={queries}>
        <AdminShell isSignedIn siteTitle="example.org">
          x
        </AdminShell>
      </QueryClientProvider>,
    ).links[1]?.name
  expect(header()).toBe('example.org')
  showTitle(queries, { 'author/name': 'Ada' })
  expect(header()).toBe('Ada')
  showTitle(queries, { title: 'Ada’s shop', 'author/name': 'Ada' })
  expect(header()).toBe('Ada’s shop')
})

test('passkeys for a former address are named where one signs in', () => {
  const page = show(
    <SignIn
      choices={{ ...choices, formerHosts: ['old.example', 'older.example'] }}
      problem={null}
      siteTitle="Example"
    />,
  )
  expect(page.text).toContain('The passkeys for old.example and older.example work only there.')
})

const at = '2026-11-22T14:30:00Z'
const session = { user_agent: null, created_at: at, last_seen_at: at, expires_at: at }
const security: ApiSecurity = {
  passkeys: [],
  sessions: [
    { ...session, id: 1, is_current: true, method: 'claim', passkey: null },
    { ...session, id: 2, is_current: false, method: 'link', passkey: null },
  ],
  log: { entries: [{ id: 1, at, action: 'claimed', details: {}, session_id: null }], next: null },
}
const passkey = { id: 1, name: 'Phone', created_at: at, last_used_at: null }

test('the page urges to add a passkey as long as none works here', () => {
  const former = { ...passkey, host: 'old.example', works_here: false }
  for (const passkeys of [[], [former]])
    expect(show(<Security first={{ ...security, passkeys }} />).text).toContain(
      'Add a passkey now. This session ends on Sun 22 Nov 2026',
    )
  const here = { ...passkey, host: 'example.org', works_here: true }
  const page = show(<Security first={{ ...security, passkeys: [here] }} />)
  expect(page.text).not.toContain('Add a passkey now.')
  expect(page.text).not.toContain('Works only at')
})

test('a session says how it began, and which passkey it has now', () => {
  const sessions: ApiSession[] = [
    { ...session, id: 1, is_current: true, method: 'claim', passkey: 'Phone' },
    { ...session, id: 2, is_current: false, method: 'passkey', passkey: 'Laptop' },
    { ...session, id: 3, is_current: false, method: 'link', passkey: null },
  ]
  const { text } = show(<Security first={{ ...security, sessions }} />)
  expect(text).toMatch(
    /Session 1\. By the link that claimed the site, [^.]*, now with the passkey “Phone”\. .* if it isn’t used\..*Session 2/,
  )
  expect(text).toContain('Session 2. By the passkey “Laptop”, ')
  expect(text).toMatch(/Session 3\. By a link, [^.]*\. Last seen/)
})

test('the session of this browser is marked, and can’t be ended by mistake', () => {
  const page = show(<Security first={security} />)
  expect(page.text).toContain('(this one) Session 1.')
  const buttons = page.all('button').map(({ name }) => name)
  expect(buttons.filter((name) => name.startsWith('Sign out'))).toEqual([
    'Sign out Another browser',
    'Sign out everywhere',
    'Sign out everywhere',
  ])
})

test('an error of the browser’s own becomes a sentence that says what to do', () => {
  const name = (value: string) => Object.assign(new Error('x'), { name: value })
  expect(explainError(name('NotAllowedError'))).toContain('Try again')
  expect(explainError(name('InvalidStateError'))).toContain('Use another device')
  expect(explainError(new TypeError('Failed to fetch'))).toContain('Check your connection')
})
