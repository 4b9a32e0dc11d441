import { expect, test } from 'vitest'
import { readJson } from './text-body.ts'

const send = (body: string) => new Request('http://site.test/', { method: 'PATCH', body })

test('a report is read from JSON', async () => {
  const { fields } = await readJson(send('{"status":"a \\"quoted\\" [text] {here}","progress":42}'))
  expect(Object.fromEntries(fields)).toEqual({
    status: 'a "quoted" [text] {here}',
    progress: 42,
  })
})

test.each([
  ['a string that never ends, 64 kB of it', `"${'\\"'.repeat(32_000)}`],
  ['quotes that open strings again and again', '"\\'.repeat(32_000)],
  ['nine levels of arrays', `{"status":${'['.repeat(9)}${']'.repeat(9)}}`],
  ['30,000 levels of arrays', '['.repeat(30_000)],
  ['a key twice', '{"status":"a","status":"b"}'],
  ['a trailing comma', '{"status":"a",}'],
])('%s is rejected as malformed JSON, without delay', async (_, body) => {
  await expect(readJson(send(body))).rejects.toMatchObject({ code: 'malformed-json' })
})

test('brackets inside a string add no depth', async () => {
  const { fields } = await readJson(send(`{"status":"${'['.repeat(400)}"}`))
  expect(fields.get('status')).toHaveLength(400)
})
