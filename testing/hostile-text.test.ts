import { expect, test } from 'vitest'
import { parseSourceFile } from '#lib/content/read/front-matter.ts'
import { normalisePath } from '#lib/content/read/retired-paths.ts'
import { parseTags } from '#lib/content/read/slugs.ts'
import { hasWords } from '#lib/content/render/dollar-math.ts'
import { prepareSource } from '#lib/content/render/prepare-source.ts'
import { matchesEtag } from '#lib/core/etag.ts'
import { readMultipart } from '#lib/http/multipart.ts'
import { readForm, readJson } from '#lib/http/text-body.ts'
import { parseRemoteResponse } from '#lib/printers/remote/parse-response.ts'
import { parseRemoteTime } from '#lib/printers/remote/time.ts'
import { parseReport } from '#lib/printers/report.ts'
import { chooseEncoding } from '../server/cache/encodings.ts'
import { parseDuration } from '../snapper/duration.ts'
import { toNumber } from '../snapper/json.ts'
import { parseHead } from '../snapper/lenient-http.ts'
import { parseLenientJson } from '../snapper/lenient-json.ts'
import { classifyResponse } from '../snapper/upload-result.ts'

const request = (body: string, type: string) =>
  new Request('http://site.test/', { method: 'PATCH', body, headers: { 'content-type': type } })
const multipart = (part: string) =>
  readMultipart(
    request(`--b\r\n${part}\r\n--b--\r\n`, 'multipart/form-data; boundary=b'),
    '/nowhere',
  )

/** Everything that reads what a stranger, a printer, another site or a post may contain. */
const parsers: Record<string, (text: string) => unknown> = {
  'a JSON body': (text) => readJson(request(text, 'application/json')),
  'a string of a JSON body': (text) =>
    readJson(request(`{"status":"${text}"}`, 'application/json')),
  'a form body': (text) => readForm(request(text, 'application/x-www-form-urlencoded')),
  'a status': (text) => parseReport(new Map([['status', text]]), 'json'),
  'the head of a part': (text) => multipart(`Content-Disposition: form-data; ${text}\r\n\r\n`),
  'a boundary': (text) => readMultipart(request('', `multipart/form-data; ${text}`), '/nowhere'),
  'an If-None-Match': (text) => matchesEtag(text, '"a"'),
  'an Accept-Encoding': (text) => chooseEncoding(text),
  'a remote printer': (text) =>
    parseRemoteResponse(
      Buffer.from(JSON.stringify({ id: 1, name: text, status: text, progress: `1${text}` })),
      new URL('https://other.test/'),
      new Date(0),
    ),
  'a remote time': (text) => parseRemoteTime(`2026-01-01${text}`),
  'a head from home': (text) => parseHead(Buffer.from(`HTTP/1.1 200 OK\r\nA:${text}\r\n\r\n`)),
  'JSON from home': (text) => parseLenientJson(Buffer.from(`{"a": 1} ${text}`)),
  'a number from home': (text) => toNumber(`1${text}`),
  'a duration': (text) => parseDuration(`1${text}`),
  'a response to an upload': (text) =>
    classifyResponse(
      { status: 500, headers: {}, body: Buffer.from(text) } as never,
      { sha256: null, endpoint: new URL('https://site.test/') },
      new Date(0),
    ),
  'front matter': (text) => parseSourceFile('a.md', `title: a\n${text}`),
  'a post': (text) => prepareSource(`${text}%%`, { warnings: [], file: 'a.md' } as never, () => []),
  'a tag': (text) => parseTags([`project:${text}`]),
  'a path': normalisePath,
  'a formula': hasWords,
}

const size = 60_000
const repeat = (piece: string) => piece.repeat(Math.ceil(size / piece.length))
const pieces = [
  ...['\\"', '"', ' ', '\t', '\0', '\n', '/', '\\', 'a', '1', '_', '%', '[', '{', '<a ', ';'],
  ...[
    'a b\n',
    '\r\n ',
    ' :',
    '](a ',
    '{{<',
    '{%',
    '{{',
    '{:',
    '%%',
    '[^',
    '<title',
    '/*',
    '; name="',
  ],
]
const texts = pieces.flatMap((piece) => [repeat(piece), `${repeat(piece)}!x`])

async function measureCpuMs(work: () => unknown): Promise<number> {
  const before = process.cpuUsage()
  try {
    await work()
  } catch {
    // Most of it is invalid.
  }
  const { user } = process.cpuUsage(before)
  return user / 1000
}

/** What 60 kB cost where each character is looked at once, by this machine. A quadratic parser needs a thousand times as much. */
const baselineMs = await measureCpuMs(() => {
  for (let run = 0; run < 10; run += 1) [...repeat('ab').matchAll(/./gs)].length
})

test.each(Object.entries(parsers))(
  '%s of 60 kB takes no more time than its length',
  async (_, parse) => {
    for (const text of texts) {
      const ms = await measureCpuMs(() => parse(text))
      expect(ms, JSON.stringify(text.slice(-12))).toBeLessThan(10 * baselineMs)
    }
  },
)
