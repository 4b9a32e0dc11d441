import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { render } from '#components/testing/render.ts'
import { fakePage, restorePage, runHook } from '#components/testing/run-hook.ts'
import type { ApiOwnersPicture, ApiOwnersPictures } from '#lib/api/admin-pictures.ts'
import { applyChange } from './apply-change.ts'
import { findNeighbour } from './find-neighbour.ts'
import { Pictures } from './pictures.tsx'
import { useSelection } from './use-selection.ts'

const picture = (id: number, changes: Partial<ApiOwnersPicture> = {}): ApiOwnersPicture => ({
  id,
  captured_at: new Date(Date.UTC(2026, 10, 22, 22, id)).toISOString(),
  state: 'printing',
  progress: 42.9,
  width: 1280,
  height: 720,
  small: '/small',
  large: '/large',
  is_hidden: false,
  ...changes,
})
const page = (changes: Partial<ApiOwnersPictures> = {}): ApiOwnersPictures => ({
  day: '2026-11-22',
  previous_day: null,
  next_day: null,
  pictures: [picture(3), picture(2, { is_hidden: true }), picture(1)],
  next: null,
  hidden: 1,
  ...changes,
})

describe('the page without JavaScript', () => {
  const show = (first: ApiOwnersPictures, query = {}) =>
    render(
      <QueryClientProvider client={new QueryClient()}>
        <Pictures first={first} printerId={1} query={query} />
      </QueryClientProvider>,
    )

  test('without pictures it says so', () => {
    const none = page({ pictures: [], day: null, hidden: 0 })
    expect(show(none).text).toContain('No pictures yet.')
    expect(show({ ...none, day: '2026-11-22' }).text).toContain('No pictures on this day.')
    expect(show(none, { hidden: '' }).text).toContain('No picture is hidden.')
  })

  test('has a checkbox with its time for each picture, says which are hidden, and leads to other days', () => {
    const { all, links } = show(
      page({ previous_day: '2026-11-20', next_day: '2026-11-24', next: '5-1' }),
    )
    expect(
      all('label')
        .slice(-3)
        .map(({ name }) => name),
    ).toEqual(['14:03 PST 42 %', '14:02 PST Hidden', '14:01 PST 42 %'])
    const hrefs = Object.fromEntries(links.map(({ name, href }) => [name, href]))
    expect(hrefs).toMatchObject({
      'Fri 20 Nov 2026': '/admin/pictures?printer=1&day=2026-11-20',
      'Tue 24 Nov 2026': '/admin/pictures?printer=1&day=2026-11-24',
      'All hidden pictures (1)': '/admin/pictures?printer=1&hidden=',
      'Earlier pictures': '/admin/pictures?printer=1&before=5-1',
    })
  })

  test('with one camera chosen, every link stays with it', () => {
    const days = { previous_day: '2026-11-20', next_day: '2026-11-24', next: '5-1' }
    const { links, all } = show(page(days), { camera: '2' })
    const inPage = links.filter(({ href }) => href.startsWith('/admin/pictures'))
    expect(inPage.length).toBe(4)
    for (const { href } of inPage) expect(href).toContain('camera=2')
    expect(all('input').map(({ properties }) => properties.name)).toContain('camera')
  })

  test('pictures of one minute have their seconds, too', () => {
    const at = (time: string) => ({ captured_at: `2026-11-22T${time}.000Z` })
    const pictures = [
      picture(3, at('22:03:40')),
      picture(2, at('22:03:05')),
      picture(1, at('21:03:05')),
    ]
    const names = show(page({ pictures }))
      .all('label')
      .map(({ name }) => name.replace(' 42 %', ''))
    expect(names.slice(-3)).toEqual(['14:03:40 PST', '14:03:05 PST', '13:03 PST'])
  })
})

test.each([
  [
    'hide',
    [1, 2, 9],
    [
      [3, false],
      [2, true],
      [1, true],
    ],
    2,
  ],
  [
    'show',
    [2],
    [
      [3, false],
      [2, false],
      [1, false],
    ],
    0,
  ],
  ['delete', [2, 3], [[1, false]], 0],
] as const)('to %s is shown before the site has done it', (change, ids, pictures, hidden) => {
  const after = applyChange(page(), { change, ids }, false)
  expect(after.pictures.map(({ id, is_hidden }) => [id, is_hidden])).toEqual(pictures)
  expect(after.hidden).toBe(hidden)
})

test('what is shown again leaves the list of hidden pictures', () => {
  const list = page({ pictures: [picture(2, { is_hidden: true })] })
  expect(applyChange(list, { change: 'show', ids: [2] }, true)).toMatchObject({
    pictures: [],
    hidden: 0,
  })
})

describe('the selection', () => {
  beforeEach(() => {
    fakePage()
  })
  afterEach(restorePage)

  test('is one by one, a range in either direction, or a whole day, and what is gone isn’t in it', async () => {
    let order = [5, 4, 3, 2, 1]
    const hook = await runHook(() => useSelection(order))
    const choose = async (id: number, isRange = false) => {
      await hook.act(() => hook.current.choose(id, isRange))
      return [...hook.current.ids].sort((a, b) => b - a)
    }
    expect(await choose(9, true)).toEqual([])
    expect(await choose(2)).toEqual([2])
    expect(await choose(4, true)).toEqual([4, 3, 2])
    expect(await choose(3)).toEqual([4, 2])
    await hook.act(() => hook.current.chooseAll([1, 5]))
    expect(hook.current.ids.size).toBe(4)
    order = [3, 2]
    await hook.act(() => hook.current.chooseAll([]))
    expect([...hook.current.ids]).toEqual([2])
    await hook.act(() => hook.current.clear())
    expect(hook.current.ids.size).toBe(0)
  })
})

test('arrow keys lead along rows and columns, also to a shorter row', () => {
  const boxes = [
    [0, 0],
    [1, 0],
    [2, 0],
    [0, 1],
    [1, 1],
    [0, 5],
  ].map(([left = 0, top = 0]) => ({
    getBoundingClientRect: () => ({ left: left * 100, top: top * 100 }),
  }))
  const go = (from: number, key: string) => {
    const start = boxes[from]
    const found = start && findNeighbour(boxes, start, key)
    return found === undefined ? null : boxes.indexOf(found)
  }
  expect([go(0, 'ArrowLeft'), go(5, 'ArrowRight'), go(0, 'ArrowUp'), go(5, 'ArrowDown')]).toEqual([
    null,
    null,
    null,
    null,
  ])
  expect([go(1, 'ArrowLeft'), go(2, 'ArrowRight'), go(1, 'ArrowDown')]).toEqual([0, 3, 4])
  expect([go(2, 'ArrowDown'), go(4, 'ArrowDown'), go(5, 'ArrowUp')]).toEqual([4, 5, 3])
  expect([go(3, 'Home'), go(0, 'End'), go(0, 'a')]).toEqual([0, 5, null])
})
