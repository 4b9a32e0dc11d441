import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Desk, setDesk } from '../open-content.fixture.ts'
import { searchDocuments } from './search-documents.ts'
import type { Content } from './types.ts'

let desk: Desk
let content: Content
const write = (day: string, title: string, text: string) =>
  desk.write(
    `blog/2024/01/${day}/0/post.md`,
    `---\ntitle: ${title}\ndate: 2024-01-${day} 10:00:00Z\n---\n\n${text}\n`,
  )

beforeAll(async () => {
  desk = await setDesk()
  await write('01', 'A bed that is level', 'The nozzle met the glass.')
  await write('02', 'Nozzles', 'They wear out & are <b>replaced</b>.')
  await write('03', 'Crème brûlée', 'No printer in it. İstanbul, then the spoon.')
  content = await desk.open()
})
afterAll(() => desk.clear())

const find = async (query: string) =>
  (await searchDocuments(content, query)).map(({ document }) => document.label)

describe('searching', () => {
  it('finds nothing for nothing, and for what stands nowhere', async () => {
    expect(await find('   ')).toEqual([])
    expect(await find('elephant')).toEqual([])
    expect(await find('nozzle elephant')).toEqual([])
  })

  it('asks for every word, title before text', async () => {
    expect(await find('nozzle')).toEqual(['Nozzles', 'A bed that is level'])
    expect(await find('level GLASS')).toEqual(['A bed that is level'])
  })

  it('knows accents by their letters', async () => {
    expect(await find('creme brulee')).toEqual(['Crème brûlée'])
  })

  it('quotes the place as it is written', async () => {
    const [found] = await searchDocuments(content, 'SPOON')
    expect(found).toMatchObject({ match: 'spoon', after: '.' })
    const [escaped] = await searchDocuments(content, 'out & are')
    expect(escaped?.after).not.toContain('amp;')
  })
})
