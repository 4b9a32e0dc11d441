import type { ReactElement } from 'react'
import { describe, expect, test } from 'vitest'
import { DocumentCard } from '#components/printer/document-card.tsx'
import { fixtureNow, states } from '#components/printer/states.fixture.ts'
import { formatProjectYears } from '#components/project/project-list.tsx'
import { render } from '#components/testing/render.ts'
import type { Project } from '#lib/content/model/types.ts'
import { testSite } from '#lib/site/site.fixture.ts'
import { setSite } from '#lib/site/site.ts'
import { PageShell } from './page-shell.tsx'

describe('every page', () => {
  const page = render(
    <PageShell place="blog">
      <h1>Title</h1>
    </PageShell>,
  )

  test('begins with a link that skips to its content', () => {
    expect(page.links[0]).toEqual({ name: 'Skip to the content', href: '#content' })
    expect(page.all('main')[0]?.properties.id).toBe('content')
  })

  test('marks the current page in the navigation, and only that', () => {
    const current = page.all('a').filter(({ properties }) => properties.ariaCurrent === 'page')
    expect(current.map(({ name }) => name)).toEqual(['Blog'])
  })

  test('links home, except home itself, whose name is its heading', () => {
    const home = (place: 'home' | 'blog') =>
      render(<PageShell place={place}>x</PageShell>).links.filter(({ href }) => href === '/').length
    expect([home('blog'), home('home')]).toEqual([2, 1])
  })

  test('shows no button that needs a script before the script is there', () => {
    const [theme] = page.all('button')
    expect(theme?.properties.hidden).toBe(true)
  })
})

describe('on a German site, the site’s own words are marked as English', () => {
  const langs = (shell: ReactElement) => {
    setSite({
      ...testSite,
      language: 'de',
      profiles: [{ label: 'Briefe', url: 'https://a.example/' }],
    })
    const { all } = render(shell)
    setSite(testSite)
    const lang = (tag: string) => all(tag)[0]?.properties.lang
    const items = all('li').filter(({ name }) => ['Search', 'Briefe'].includes(name))
    return [lang('nav'), lang('main'), ...items.map(({ properties }) => properties.lang)]
  }

  test('and the owner’s are not', () => {
    expect(langs(<PageShell place="blog">x</PageShell>)).toEqual(['en', undefined, 'en', undefined])
    expect(langs(<PageShell place="printer">x</PageShell>)).toEqual(['en', 'en', 'en', undefined])
  })

  test('on an English site nothing is marked', () => {
    expect(render(<PageShell place="printer">x</PageShell>).html).not.toContain('lang=')
  })
})

test('the card on a static page carries what its script needs to know when to ask again', () => {
  const { all } = render(
    <DocumentCard nowMs={Date.parse(fixtureNow)} printer={states.printing} size="large" />,
  )
  const { dataLive, dataInterval, dataSeen, dataOffline } = all('article')[0]?.properties ?? {}
  expect([dataLive, dataInterval]).toEqual(['1', '600'])
  expect(dataSeen).toBe(String(Date.parse(states.printing.observed_at ?? '')))
  expect(dataOffline).toBe('Your device is offline.')
})

describe('a project’s years', () => {
  const at = (localDate: string | null) =>
    localDate === null ? null : ({ localDate } as Project['startedAt']) // all that is used of it
  test.each([
    ['2019-03-01', '2021-01-01', '2019 to 2021'],
    ['2019-03-01', '2019-11-01', '2019'],
    ['2019-03-01', null, 'since 2019'],
    [null, '2021-01-01', 'until 2021'],
    [null, null, null],
  ])('%s and %s are "%s"', (from, to, words) => {
    const project = { startedAt: at(from), finishedAt: at(to) } as Project // all that is used of it
    expect(formatProjectYears(project)).toBe(words)
  })
})
