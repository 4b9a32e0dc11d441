import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type ContentFolder,
  createContentFolder,
  writeContentFolder,
} from '../content-folder.fixture.ts'
import { searchDocuments } from './search-documents.ts'
import type { Content } from './types.ts'

let folder: ContentFolder
let content: Content
const write = (day: string, title: string, text: string, more = '') =>
  folder.write(
    `blog/2024/01/${day}/0/post.md`,
    `---\ntitle: ${title}\ndate: 2024-01-${day} 10:00:00Z\n${more}---\n\n${text}\n`,
  )

beforeAll(async () => {
  folder = await createContentFolder()
  await write('01', 'A bed that is level', 'The nozzle met the glass.')
  await write('02', 'Nozzles', 'They wear out & are <b>replaced</b>; one *pic*ture told me.')
  await write('03', 'Crème brûlée', 'No printer in it. İstanbul, then the spoon.')
  await write('04', 'Of footprints', 'A print that left some.', 'tags: [glass]\n')
  await write('05', 'Printing at night', `${'Words. '.repeat(90)}It’s quiet.\n\n## Lamps\n\nTwo.`)
  await write('06', 'Zu kurz', 'Die Düse der 3D-Drucker hat 0,4 mm.', 'tags: [düsen]\n')
  await write('07', '東京の印刷', '今日は新しいノズルを試した。')
  await folder.write('pages/now.md', '---\ntitle: Now\n---\nThese days a spoon.\n')
  content = await folder.open()
})
afterAll(() => folder.remove())

const find = async (query: string) =>
  (await searchDocuments(content, query)).found.map(({ document }) => document.label)
const excerptOf = async (query: string) =>
  (await searchDocuments(content, query)).found[0]?.excerpt
    .map(({ text, isMatch }) => (isMatch ? `[${text}]` : text))
    .join('')

describe('the search', () => {
  it('finds nothing for an empty query, punctuation, and words in no document', async () => {
    for (const query of ['   ', '"', '?!', 'elephant', 'nozzle elephant'])
      expect(await find(query), query).toEqual([])
  })

  it('requires every word; titles before tags before text', async () => {
    expect(await find('nozzle')).toEqual(['Nozzles', 'A bed that is level'])
    expect(await find('level GLASS')).toEqual(['A bed that is level'])
    expect(await find('glass')).toEqual(['Of footprints', 'A bed that is level'])
    expect(await find('lamps')).toEqual(['Printing at night'])
  })

  it('lists titles first, newest first, even where a word is in nearly every title and one text', async () => {
    const front = (title: string, day: number) =>
      `---\ntitle: ${title}\ndate: 2024-01-${String(day).padStart(2, '0')}\n---\n`
    const days = Array.from({ length: 30 }, (_, index) => index + 1)
    const weeks = await writeContentFolder({
      ...Object.fromEntries(days.map((day) => [`blog/${day}.md`, front(`Week ${day}`, day)])),
      'blog/other.md': `${front('Another', 31)}A week, a week, a week.\n`,
    })
    const { found } = await searchDocuments(await weeks.open(), 'week', 31)
    expect(found.map(({ document }) => document.label)).toEqual([
      ...days.toReversed().map((day) => `Week ${day}`),
      'Another',
    ])
  })

  it('finds words by their beginning, and within others only as a last resort', async () => {
    expect(await find('print')).toEqual(['Printing at night', 'Of footprints', 'Crème brûlée'])
    expect(await find('pri')).toContain('Crème brûlée')
    expect(await find('ootprint')).toEqual(['Of footprints'])
    expect(await find('ozz')).toEqual([])
  })

  it('folds accents and typographic quotes', async () => {
    expect(await find('creme brulee')).toEqual(['Crème brûlée'])
    expect(await find("it's quiet")).toEqual(['Printing at night'])
  })

  it('finds pages as well as posts, and a partly emphasised word', async () => {
    expect(await find('spoon')).toEqual(['Crème brûlée', 'Now'])
    expect(await find('picture')).toEqual(['Nozzles'])
  })

  it('quotes the text around the words as it is written, with all of them marked', async () => {
    expect(await excerptOf('SPOON istanbul')).toBe(
      'No printer in it. [İstanbul], then the [spoon].',
    )
    expect(await excerptOf('wear out')).toBe(
      'They [wear] [out] & are replaced; one picture told me.',
    )
    const late = await excerptOf('quiet two')
    expect(late).toMatch(/^…Words\. .*It’s \[quiet\]\. Lamps \[Two\]\.$/)
    expect(late?.length).toBeLessThan(230)
  })

  it('finds a misspelt word if nothing has it as typed, and marks what it found', async () => {
    expect(await find('nozzel')).toEqual(['Nozzles', 'A bed that is level'])
    expect(await find('nozle')).toEqual(['A bed that is level'])
    expect(await find('replaecd')).toEqual(['Nozzles'])
    expect(await excerptOf('replaecd')).toContain('[replaced]')
    expect(await find('spon lamps')).toEqual([])
  })

  it('finds short words, and parts of scripts without spaces', async () => {
    expect(await find('mm')).toEqual(['Zu kurz'])
    expect(await find('3d')).toEqual(['Zu kurz'])
    expect(await find('duse')).toEqual(['Zu kurz'])
    for (const query of ['東京', '京', '印刷', '新しいノズル', 'ノズル'])
      expect(await find(query), query).toEqual(['東京の印刷'])
    expect(await find('京東')).toEqual([])
  })

  it('shows the tags that match', async () => {
    const { found } = await searchDocuments(content, 'glass')
    expect(found.map(({ topics }) => topics)).toEqual([[[{ text: 'glass', isMatch: true }]], []])
  })

  it('counts all results, not only those shown', async () => {
    const { found, total } = await searchDocuments(content, 'print', 1)
    expect([found.length, total]).toEqual([1, 3])
  })
})
