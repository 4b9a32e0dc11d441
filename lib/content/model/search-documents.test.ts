import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Desk, setDesk } from '../open-content.fixture.ts'
import { searchDocuments } from './search-documents.ts'
import type { Content } from './types.ts'

let desk: Desk
let content: Content
const write = (day: string, title: string, text: string, more = '') =>
  desk.write(
    `blog/2024/01/${day}/0/post.md`,
    `---\ntitle: ${title}\ndate: 2024-01-${day} 10:00:00Z\n${more}---\n\n${text}\n`,
  )

beforeAll(async () => {
  desk = await setDesk()
  await write('01', 'A bed that is level', 'The nozzle met the glass.')
  await write('02', 'Nozzles', 'They wear out & are <b>replaced</b>; one *pic*ture told me.')
  await write('03', 'Crème brûlée', 'No printer in it. İstanbul, then the spoon.')
  await write('04', 'Of footprints', 'A print that left some.', 'tags: [glass]\n')
  await write('05', 'Printing at night', `${'Words. '.repeat(90)}It’s quiet.\n\n## Lamps\n\nTwo.`)
  await desk.write('pages/now.md', '---\ntitle: Now\n---\nThese days a spoon.\n')
  content = await desk.open()
})
afterAll(() => desk.clear())

const find = async (query: string) =>
  (await searchDocuments(content, query)).found.map(({ document }) => document.label)
const excerptOf = async (query: string) =>
  (await searchDocuments(content, query)).found[0]?.excerpt
    .map(({ text, isMatch }) => (isMatch ? `[${text}]` : text))
    .join('')

describe('searching', () => {
  it('finds nothing for nothing, for marks alone, and for what stands nowhere', async () => {
    for (const query of ['   ', '"', '?!', 'elephant', 'nozzle elephant'])
      expect(await find(query), query).toEqual([])
  })

  it('asks for every word; title before tag before text', async () => {
    expect(await find('nozzle')).toEqual(['Nozzles', 'A bed that is level'])
    expect(await find('level GLASS')).toEqual(['A bed that is level'])
    expect(await find('glass')).toEqual(['Of footprints', 'A bed that is level'])
    expect(await find('lamps')).toEqual(['Printing at night'])
  })

  it('knows a word by its beginning, and one within another only as a last resort', async () => {
    expect(await find('print')).toEqual(['Printing at night', 'Of footprints', 'Crème brûlée'])
    expect(await find('pri')).toContain('Crème brûlée')
    expect(await find('ootprint')).toEqual(['Of footprints'])
    expect(await find('ozz')).toEqual([])
  })

  it('knows accents and printed quotes by what is typed', async () => {
    expect(await find('creme brulee')).toEqual(['Crème brûlée'])
    expect(await find("it's quiet")).toEqual(['Printing at night'])
  })

  it('finds pages beside posts, and a word that is only in part emphasised', async () => {
    expect(await find('spoon')).toEqual(['Crème brûlée', 'Now'])
    expect(await find('picture')).toEqual(['Nozzles'])
  })

  it('quotes the place where the words stand, as it is written, all of them marked', async () => {
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

  it('says by which tag it was found', async () => {
    const { found } = await searchDocuments(content, 'glass')
    expect(found.map(({ topics }) => topics)).toEqual([[[{ text: 'glass', isMatch: true }]], []])
  })

  it('says how many there are beyond those it shows', async () => {
    const { found, total } = await searchDocuments(content, 'print', 1)
    expect([found.length, total]).toEqual([1, 3])
  })
})
