import { describe, expect, test } from 'vitest'
import { render } from '#components/testing/render.ts'
import type { Document, DocumentBody, Post, Tag, ZonedDate } from '#lib/content/model/types.ts'
import { BlogPage } from './blog-page.tsx'
import { formatTag } from './format-tag.ts'
import { JsonLd } from './json-ld.tsx'
import { NotFound, PageRemoved } from './not-found.tsx'
import { PostPage } from './post-page.tsx'
import { SearchForm } from './search-form.tsx'
import { SearchResults, SearchStatus } from './search-results.tsx'
import { TableOfContents } from './table-of-contents.tsx'
import { TagPage } from './tag-page.tsx'
import { formatWrittenClock, WrittenAt } from './written-at.tsx'

test.each([
  ['c-plus-plus', 'C++'],
  ['c-sharp', 'C#'],
  ['f-sharp', 'F#'],
  ['series-lamp', 'series lamp'],
  ['a-plus-plus-of-care', 'a-plus-plus-of-care'],
  ['key-sharp', 'key-sharp'],
])('the tag %s is printed as %s', (tag, printed) => {
  expect(formatTag(tag)).toBe(printed)
})

const siteUrl = 'https://example.org'
const written = (text: string, hasTime = true): ZonedDate => ({
  instant: new Date(text),
  offset: text.slice(-6),
  localDate: text.slice(0, 10),
  hasTime,
  text,
})
const document: Omit<Document, 'path' | 'url'> = {
  file: 'posts/2021/a post.md',
  isDraft: false,
  isUnlisted: false,
  tagline: 'What it says',
  excerptHtml: '',
  excerptText: 'The first words',
  minutes: 4,
  words: 800,
  headings: [],
  toc: [],
  pictures: [],
  cover: null,
  stylesheetUrl: null,
  frameOrigins: [],
  cacheKey: '',
  assetStems: [],
}
const post: Post & DocumentBody = {
  ...document,
  kind: 'post',
  hasMath: null,
  path: '/2021/02/07/0/a-post',
  url: `${siteUrl}/2021/02/07/0/a-post`,
  title: 'A post',
  label: 'A post',
  date: '2021-02-07',
  ordinal: 0,
  name: 'a-post',
  tags: ['c++'],
  projects: [{ slug: 'lamp', title: 'A lamp', path: null }],
  publishedAt: written('2021-02-07T02:37:00-08:00'),
  updatedAt: null,
  responses: [],
  syndicationUrls: [],
  location: null,
  html: '<p>Text</p>',
  feedHtml: '<p>Text</p>',
  popoversHtml: '',
}
const other: Post = { ...post, path: '/2020/01/02/0/b', label: 'Another', title: 'Another' }

describe('a post', () => {
  const page = (changes: Partial<Post & DocumentBody> = {}) =>
    render(
      <PostPage
        mentions={[]}
        newer={null}
        older={other}
        post={{ ...post, ...changes }}
        related={[other, { ...other, path: '/c', label: 'A third' }]}
        siteUrl={siteUrl}
      />,
    )

  test('shows when it was written as its author lived it, and how long it takes to read', () => {
    const { times, text } = page()
    expect(times[0]).toEqual({
      text: '7 February 2021, 02:37 UTC−8',
      dateTime: '2021-02-07T02:37:00-08:00',
    })
    expect(text).toContain('4 min read')
  })

  test('says when it was updated, if it was', () => {
    expect(page().text).not.toContain('Updated')
    const updatedAt = written('2022-03-01T00:00:00+01:00', false)
    expect(page({ updatedAt }).text).toContain('Updated 1 March 2022')
  })

  test('a note without a title still has one heading', () => {
    const { headings, html } = page({ title: null })
    const [first, ...others] = headings
    expect(first).toEqual({ level: 1, name: 'Note from 7 February 2021' })
    expect(others).toEqual([{ level: 2, name: 'Mentions' }])
    expect(html).not.toContain('p-name">A post')
  })

  test('tags are linked by their encoded names; a project that is not published is no link', () => {
    const { links, text } = page()
    expect(links).toContainEqual({ name: 'c++', href: '/tags/c%2B%2B' })
    expect(text).toContain('A lamp')
    expect(links.map(({ name }) => name)).not.toContain('A lamp')
  })

  test('the neighbours come first, and are not repeated as related', () => {
    const names = page().links.map(({ name }) => name)
    expect(names.filter((name) => name.includes('Another'))).toEqual([
      'Previous Another 7 February 2021',
    ])
    expect(names).toContain('Related A third 7 February 2021')
  })

  test('the link to its source keeps odd file names whole', () => {
    const edit = page().links.find(({ name }) => name === 'Suggest a correction')
    expect(edit?.href).toMatch(/content\/posts\/2021\/a%20post\.md$/)
  })

  test('text in its data can’t end the script element', () => {
    const { html } = render(<JsonLd data={{ headline: '</script><b>' }} />)
    expect(html).toContain('\\u003c/script>\\u003cb>')
  })
})

describe('dates', () => {
  test.each([
    ['2021-02-07T02:37:00-08:00', '02:37 UTC−8'],
    ['2021-07-07T12:00:00+05:45', '12:00 UTC+5:45'],
    ['2021-07-07T12:00:00+00:00', '12:00 UTC'],
  ])('%s is %s', (text, clock) => {
    expect(formatWrittenClock(written(text))).toBe(clock)
  })

  test('a day without a time claims no time', () => {
    const { times } = render(<WrittenAt at={written('2021-02-07T00:00:00-08:00', false)} />)
    expect(times).toEqual([{ text: '7 February 2021', dateTime: '2021-02-07' }])
  })
})

describe('lists of posts', () => {
  const years = [
    { year: 2021, posts: [post] },
    { year: 2020, posts: [other] },
  ]
  const blog = (url: string, shown = years) =>
    render(<BlogPage shown={shown} siteUrl={siteUrl} title="Blog" url={url} years={years} />)

  test('the blog is grouped by year, with links to the years that are not on it', () => {
    const { headings, links } = blog('/blog', years.slice(0, 1))
    expect(headings.map(({ level, name }) => `${level} ${name}`)).toEqual([
      '1 Blog',
      '2 2021',
      '3 A post',
    ])
    expect(links).toContainEqual({ name: '2020 1', href: '/blog/2020' })
  })

  test('a year’s page says how many posts it has', () => {
    expect(blog('/blog/2021', years.slice(0, 1)).headings[1]?.name).toBe('1 post')
  })

  test('an empty blog says so', () => {
    expect(blog('/blog', []).text).toContain('No posts yet.')
  })

  test('a tag’s page has its posts and related tags', () => {
    const tag: Tag = {
      tag: 'c++',
      path: '/tags/c%2B%2B',
      posts: [post, other],
      projects: [],
      count: 2,
      related: ['rust', 'series-lamp'],
    }
    const { headings, text, links } = render(<TagPage siteUrl={siteUrl} tag={tag} />)
    expect(headings[0]).toEqual({ level: 1, name: 'c++' })
    expect(text).toContain('2 posts by')
    expect(links).toContainEqual({ name: 'rust', href: '/tags/rust' })
    expect(links).toContainEqual({ name: 'series lamp', href: '/tags/series-lamp' })
  })
})

describe('search', () => {
  test('works as a plain form, with a label and a shortcut', () => {
    const { all } = render(<SearchForm query="lamp" />)
    expect(all('form')[0]?.properties.action).toBe('/search')
    expect(all('input')[0]?.properties).toMatchObject({ id: 'q', name: 'q', value: 'lamp' })
    expect(all('label')[0]?.properties.htmlFor).toEqual(['q'])
    expect(all('button')[0]?.name).toBe('Search')
  })

  test.each([
    ['', 0, 0, ''],
    ['lamp', 1, 1, '1 result'],
    ['lamp', 6, 6, '6 results'],
    ['lamp', 30, 99, '99 results, showing the best 30'],
    ['<b>', 0, 0, 'No results for “<b>”.'],
  ])('“%s” with %i of %i found is announced as "%s"', (query, shown, total, words) => {
    const { text, all } = render(<SearchStatus query={query} shown={shown} total={total} />)
    expect(text).toBe(words)
    expect(all('p')[0]?.properties.role).toBe('status')
  })

  test('what is only similar is not counted as results', () => {
    const { text } = render(<SearchStatus isExact={false} query="lamb" shown={3} total={3} />)
    expect(text).toBe('No exact match for “lamb”. These are similar:')
    const { text: none } = render(<SearchStatus isExact={false} query="lamb" shown={0} total={0} />)
    expect(none).toBe('No results for “lamb”.')
  })

  test('without results it says what to try', () => {
    const printers = [{ id: 3, name: 'Ender 3' }]
    expect(render(<SearchResults found={[]} printers={printers} />).links).toEqual([
      { name: 'Ender 3', href: '/printers/3' },
    ])
    const { text, links } = render(<SearchResults found={[]} />)
    expect(text).toBe('Try fewer words, or browse the tags.')
    expect(links).toEqual([{ name: 'browse the tags', href: '/tags' }])
  })

  test('marks what was found, and names it whole', () => {
    const parts = [
      { text: 'A ', isMatch: false },
      { text: 'post', isMatch: true },
    ]
    const result = { document: post, label: parts, excerpt: parts, topics: [] }
    const { links, all } = render(<SearchResults found={[result]} />)
    expect(links).toEqual([{ name: 'A post', href: post.path }])
    expect(all('mark').map(({ name }) => name)).toEqual(['post', 'post'])
  })
})

describe('a page that isn’t there', () => {
  test('says that it was not found before any joke, and suggests what was meant', () => {
    const guess = { ...post, label: 'A post' }
    const { headings, text, links, all } = render(
      <NotFound guesses={[guess]} options={{ isStatic: true, status: 404 }} />,
    )
    expect(headings).toEqual([{ level: 1, name: 'Page not found' }])
    expect(text).toContain('Did you mean A post?')
    expect(links).toContainEqual({ name: 'A post', href: post.path })
    expect(all('meta')[0]?.properties.content).toContain('"status":404')
  })

  test('or was removed, which is a 410 without suggestions', () => {
    const { headings, text, all } = render(<PageRemoved />)
    expect(headings).toEqual([{ level: 1, name: 'Page removed' }])
    expect(text).not.toContain('Did you mean')
    expect(all('meta')[0]?.properties.content).toContain('"status":410')
  })
})

test('a table of contents is folded without JavaScript, and absent without entries', () => {
  const entries = [
    { id: 'a', text: 'First', children: [{ id: 'b', text: 'Second', children: [] }] },
  ]
  const { links, all } = render(<TableOfContents entries={entries} />)
  expect(links.map(({ href }) => href)).toEqual(['#a', '#b'])
  expect(all('details')).toHaveLength(1)
  expect(render(<TableOfContents entries={[]} />).html).toBe('')
})
