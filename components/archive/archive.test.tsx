import { afterEach, describe, expect, test, vi } from 'vitest'
import { picture } from '#components/prints/prints.fixture.ts'
import { render } from '#components/testing/render.ts'
import { ArchiveFilters } from './archive-filters.tsx'
import { ArchiveDaysNav, ArchiveNewer } from './archive-nav.tsx'
import { type ArchivePage, fetchArchive, toArchivePage } from './archive-page.ts'
import { ArchivePictures } from './archive-pictures.tsx'

const path = '/printers/1/archive'
const pageOf = (times: string[], cursors: Partial<ArchivePage> = {}): ArchivePage => ({
  ...toArchivePage({
    snapshots: times.map((captured_at) => ({
      ...picture,
      captured_at,
      alt: '3D printer, printing benchy, 42 %, photographed at 14:30 PST',
      state: 'printing',
      progress: 42.9,
    })),
    next: null,
    previous: null,
  }),
  ...cursors,
})

describe('the archive without JavaScript', () => {
  const show = (first: ArchivePage, filters = '') =>
    render(<ArchivePictures filters={filters} first={first} path={path} printerId={1} />)

  test('groups pictures by day in the site’s zone, newest first', () => {
    // The last is 23:59 on the day before, in California.
    const { headings, times } = show(
      pageOf(['2026-11-22T22:30:00Z', '2026-11-22T08:01:00Z', '2026-11-22T07:59:00Z']),
    )
    expect(headings.map(({ name }) => name)).toEqual(['Sun 22 Nov 2026', 'Sat 21 Nov 2026'])
    expect(times.map(({ text }) => text)).toEqual(['14:30 PST', '00:01 PST', '23:59 PST'])
  })

  test('each picture is a link to the large one, with one text', () => {
    const { links, images } = show(pageOf(['2026-11-22T22:30:00Z']))
    expect(images).toEqual(['3D printer, printing benchy'])
    expect(links[0]?.name).toBe('3D printer, printing benchy 14:30 PST 42 %')
    expect(links[0]?.href).toMatch(/\/1280\.jpg$/)
  })

  test('older pictures are a link that keeps the filters; at the end it says so', () => {
    const times = ['2026-11-22T22:30:00Z']
    const older = (next: string | null, filters: string) =>
      show(pageOf(times, { next }), filters).links.find(({ name }) => name === 'Older pictures')
        ?.href
    expect(older('5-1', '')).toBe(`${path}?before=5-1`)
    expect(older('5-1', 'state=idle')).toBe(`${path}?state=idle&before=5-1`)
    expect(older(null, '')).toBeUndefined()
    expect(show(pageOf(times)).text).toContain('No older pictures.')
  })
})

describe('finding one’s way', () => {
  test('links to a day keep the other filters and mark the chosen day', () => {
    const { links, all, text } = render(
      <ArchiveDaysNav
        chosen={{ day: '2026-11-21', state: 'idle' }}
        days={[
          { day: '2026-11-21', pictures: 1 },
          { day: '2026-11-22', pictures: 80 },
        ]}
        path={path}
      />,
    )
    expect(text).toBe('22 Nov 80 pictures 21 Nov 1 picture')
    expect(links[0]?.href).toBe(`${path}?day=2026-11-22&state=idle`)
    expect(all('a').map(({ properties }) => properties.ariaCurrent)).toEqual([undefined, 'page'])
  })

  test('the form is a GET form that shows what is chosen, every field with a name', () => {
    const { all, links } = render(
      <ArchiveFilters
        chosen={{ print: '7', day: '2026-11-21' }}
        path={path}
        prints={[{ number: 7, title: 'benchy' }]}
      />,
    )
    expect(all('form')[0]?.properties).toMatchObject({ method: 'get', action: path })
    expect(all('label').map(({ name }) => name.split(' ')[0])).toEqual(['Jump', 'Print', 'State'])
    expect(all('input')[0]?.properties.value).toBe('2026-11-21')
    const selected = all('option').filter(({ properties }) => properties.selected === true)
    expect(selected.map(({ name }) => name)).toEqual(['7: benchy', 'Any'])
    expect(links).toEqual([{ name: 'Clear filters', href: path }])
  })

  test('the form and its way back stay with the camera', () => {
    const { all, links } = render(
      <ArchiveFilters camera={2} chosen={{ print: '7' }} path={path} prints={[]} />,
    )
    expect(all('input')[0]?.properties).toMatchObject({ name: 'camera', value: '2' })
    expect(links).toEqual([{ name: 'Clear filters', href: `${path}?camera=2` }])
  })

  test('newer pictures are linked from anywhere but the top', () => {
    const links = (previous: string | null, isNewest: boolean, filters = '') =>
      render(<ArchiveNewer filters={filters} isNewest={isNewest} path={path} previous={previous} />)
        .links
    expect(links(null, true)).toEqual([])
    expect(links('9-9', false, 'state=idle')).toEqual([
      { name: 'Newer pictures', href: `${path}?state=idle&after=9-9` },
      { name: 'Newest pictures', href: `${path}?state=idle` },
    ])
    expect(links(null, false)).toEqual([{ name: 'Newest pictures', href: path }])
  })
})

describe('loading more', () => {
  afterEach(() => vi.unstubAllGlobals())

  test('asks the API for the page after the cursor, with the filters', async () => {
    const urls: string[] = []
    vi.stubGlobal('fetch', async (url: string) => {
      urls.push(url)
      return Response.json({ snapshots: [], next: '3-1', previous: null })
    })
    const { signal } = new AbortController()
    expect(await fetchArchive(1, 'state=idle', '5-1', signal)).toMatchObject({ next: '3-1' })
    expect(urls).toEqual(['/api/3dprinter/1/snapshots?state=idle&limit=48&before=5-1'])
  })

  test('an error response is an error, not an empty page', async () => {
    vi.stubGlobal('fetch', async () => new Response('{}', { status: 503 }))
    const { signal } = new AbortController()
    await expect(fetchArchive(1, '', null, signal)).rejects.toThrow('503')
  })
})
