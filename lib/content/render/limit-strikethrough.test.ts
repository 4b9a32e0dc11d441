import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { expect, test } from 'vitest'
import { createRandom } from '../../../testing/random.ts'
import { limitStrikethrough } from './limit-strikethrough.ts'

const parse = (text: string) => unified().use(remarkParse).use(remarkGfm).parse(text)
const parseLimited = (text: string) =>
  unified().use(remarkParse).use(remarkGfm).use(limitStrikethrough).parse(text)

test('what is struck through is the same as without the limit', () => {
  const random = createRandom(1)
  const parts = ['~', '~', '~~', '~~', 'a', ' ', '*', '**', '.', '[x](y)', '`', '\\~', '\n']
  let struck = 0
  for (let round = 0; round < 200; round += 1) {
    const length = 3 + Math.floor(random() * 25)
    const text = Array.from({ length }, () => parts[Math.floor(random() * parts.length)]).join('')
    const tree = parseLimited(text)
    expect(tree, text).toEqual(parse(text))
    if (JSON.stringify(tree).includes('"delete"')) struck += 1
  }
  expect(struck).toBeGreaterThan(20)
})

type Events = [string, object, object][]

test('tildes that end nothing are each read a few times, however many there are', () => {
  const { micromarkExtensions = [] } = unified()
    .use(remarkGfm)
    .use(limitStrikethrough)
    .freeze()
    .data() as { micromarkExtensions?: { text: Record<number, Resolver[] | Resolver> }[] }
  interface Resolver {
    name?: string
    resolveAll(events: Events, context: object): Events
  }
  const construct = micromarkExtensions
    .flatMap(({ text }) => text[126] ?? [])
    .find(({ name }) => name === 'strikethrough')
  const count = 2_000
  const events = Array.from({ length: count }, (_, offset): Events => {
    const token = {
      type: 'strikethroughSequenceTemporary',
      start: { offset },
      end: { offset: offset + 1 },
      _open: false,
      _close: true,
    }
    return [
      ['enter', token, {}],
      ['exit', token, {}],
    ]
  }).flat()
  let reads = 0
  const counted = new Proxy(events, {
    get(target, key) {
      reads += 1
      return Reflect.get(target, key)
    },
  })
  construct?.resolveAll(counted, {})
  expect(reads).toBeGreaterThan(count)
  expect(reads).toBeLessThan(30 * count)
})
