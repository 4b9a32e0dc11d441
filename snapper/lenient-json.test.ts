import { expect, test } from 'vitest'
import { parseLenientJson } from './lenient-json.ts'

const utf16 = (text: string) => Buffer.from(text, 'utf16le')

test.each<[string, Buffer | string, unknown]>([
  ['plain', '{"a":[1,null]}', { a: [1, null] }],
  ['a byte order mark', '\ufeff{"a":1}', { a: 1 }],
  ['UTF-16 with a mark', utf16('\ufeff{"a":"ü"}'), { a: 'ü' }],
  ['UTF-16 without one', utf16('{"a":"ü"}'), { a: 'ü' }],
  ['UTF-16, big end first', utf16('{"a":"ü"}').swap16(), { a: 'ü' }],
  ['Latin-1', Buffer.from('{"a":"K\xfcche"}', 'latin1'), { a: 'Küche' }],
  [
    'NaN and Infinity',
    '{"a":NaN,"b":[-Infinity,Infinity],"c":nan,"d":-inf}',
    { a: null, b: [null, null], c: null, d: null },
  ],
  [
    'NaN in a string',
    '{"a":"NaN, // x, /* y */ ,}","b":NaN}',
    { a: 'NaN, // x, /* y */ ,}', b: null },
  ],
  ['trailing commas', '{"a":[1,2, ],"b":{"c":1,\n},}', { a: [1, 2], b: { c: 1 } }],
  ['comments', '// x "\n{"a":1, /* b " */ "c":"http://x" // d\n}', { a: 1, c: 'http://x' }],
  ['a comment after a trailing comma', '{"a":1, // b\n}', { a: 1 }],
  ['equal keys', '{"a":1,"a":2}', { a: 2 }],
  ['Python', '{"a":None,"b":True,"c":False}', { a: null, b: true, c: false }],
  ['line ends in a string', '{"a":"b\n\tc"}', { a: 'b  c' }],
  ['a zero at the end', '{"a":1}\0\0', { a: 1 }],
])('%s is read', (_case, text, body) => {
  expect(parseLenientJson(Buffer.from(text as string))?.body).toEqual(body)
})

test.each(['', 'null', '[]', '<html>{}</html>', 'OK', '{"a":1', '{"a" 1}', '\xff\xd8\xff'])(
  '%j is no object',
  (text) => {
    expect(parseLenientJson(Buffer.from(text, 'latin1'))).toBeNull()
  },
)

test('what was wrong is named once', () => {
  const flaws = parseLenientJson(Buffer.from('{"a":NaN,"b":NaN,"c":1,}'))?.flaws
  expect(flaws).toEqual(['NaN', 'a trailing comma'])
})

test.each(['"', '"\\"', '/*', '/', ',', ', ', 'NaN', '-', '{', '"\\'])(
  'a megabyte of %s is read in linear time',
  (part) => {
    const text = `{${part.repeat(1_000_000 / part.length)}`
    expect(parseLenientJson(Buffer.from(text))).toBeNull()
  },
)
