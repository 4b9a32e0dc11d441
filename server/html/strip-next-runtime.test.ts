import { describe, expect, test } from 'vitest'
import type { BufferedResponse } from '../cache/entry.ts'
import { stripNextRuntime } from './strip-next-runtime.ts'

const mark = (wishes = '{}') =>
  `<meta content="${wishes.replaceAll('"', '&quot;')}" name="document"/>`
const flight = '<script>self.__next_f.push([1,"<p>"])</script>'

function answerOf(
  body: string,
  fields: Record<string, string> = {},
  status = 200,
): BufferedResponse {
  const all = { 'content-type': 'text/html; charset=utf-8', ...fields }
  return { status, fields: new Map(Object.entries(all)), body: Buffer.from(body) }
}
const page = (head: string, body = '') =>
  `<!DOCTYPE html><html><head>${head}</head><body>${body}</body></html>`
const stripped = (html: string) => stripNextRuntime(answerOf(html)).body.toString()

describe('what stays as it is', () => {
  test.each([
    ['an application', page('<title>x</title>', flight)],
    ['a page whose text speaks of the mark', page('', `${mark()}${flight}`)],
    ['a title that speaks of it', page(`<title>${mark()}</title>`, flight)],
    [
      'a page of which a part is still to come',
      page(mark(), `<template id="B:0"></template>${flight}`),
    ],
  ])('%s', (_what, html) => {
    expect(stripped(html)).toBe(html)
  })

  test('a file that is no page', () => {
    const answer = answerOf(page(mark(), flight), { 'content-type': 'text/plain' })
    expect(stripNextRuntime(answer)).toBe(answer)
  })
})

describe('a document', () => {
  test('has none of the framework’s scripts, preloads, data and marks', () => {
    const html = page(
      `${mark()}<link rel="preload" as="script" fetchPriority="low" href="/_next/a.js"/><link rel="stylesheet" href="/a.css"/><script src="/_next/b.js" async=""></script><meta name="next-size-adjust" content=""/>`,
      `<div hidden=""><!--$--><!--/$--></div><p>one<!-- --> two</p><script src="/_next/c.js" id="_R_" async=""></script>${flight}`,
    )
    expect(stripped(html)).toBe(page('<link rel="stylesheet" href="/a.css"/>', '<p>one two</p>'))
  })

  test('keeps its own script and its data', () => {
    const own = '<script defer="" src="/client.js?v=abc"></script>'
    const data = '<script type="application/ld+json">{"a":"</p>"}</script>'
    expect(stripped(page(mark() + own, data))).toBe(page(own, data))
  })

  test('keeps what only looks like a script', () => {
    const text = '<img alt="a <script src=x> tag"/><textarea><script></textarea><p>&lt;script></p>'
    expect(stripped(page(mark(), text + flight))).toBe(page('', text))
  })

  test('brings its fonts ahead, and nothing else', () => {
    const font = '</f.woff2>; rel=preload; as="font"; crossorigin=""'
    const link = `${font}, </a.js>; rel=preload; as="script"`
    const { fields } = stripNextRuntime(answerOf(page(mark()), { link }))
    expect(fields.get('link')).toBe(font)
    expect(fields.get('speculation-rules')).toBe('"/speculation.json"')
    expect(stripNextRuntime(answerOf(page(mark()))).fields.has('link')).toBe(false)
  })

  test('is answered as it wishes: not there, or no longer', () => {
    const ask = (wishes: string, status = 200) =>
      stripNextRuntime(answerOf(page(mark(wishes)), {}, status)).status
    expect(ask('{}')).toBe(200)
    expect(ask('{"status":410}')).toBe(410)
    expect(ask('{"status":404}')).toBe(404)
    expect(ask('{"status":302}')).toBe(200)
    expect(ask('{"status":410}', 500)).toBe(500)
  })

  test('of what can’t be told just now is 503, kept by nobody, and says when to look again', () => {
    const held = { 'cache-control': 'public, s-maxage=5' }
    const { status, fields } = stripNextRuntime(answerOf(page(mark('{"status":503}')), held))
    expect(status).toBe(503)
    expect(fields.get('cache-control')).toBe('no-store')
    expect(fields.get('retry-after')).toBe('30')
  })

  test('may be held where its address doesn’t say so, and not where it can’t be shown', () => {
    const fields = { 'cache-control': 'private, no-store' }
    const askFor = (wishes: string) =>
      stripNextRuntime(answerOf(page(mark(wishes)), fields)).fields.get('cache-control')
    expect(askFor('{}')).toBe('private, no-store')
    expect(askFor('{"isLasting":true}')).toMatch(/^public, .*s-maxage=600/)
    expect(askFor('{"isLasting":true,"status":503}')).toBe('no-store')
  })

  test('names the origins that it shows something of', () => {
    const wishes = '{"origins":{"images":["https://a.example"],"frames":[]}}'
    const { fields } = stripNextRuntime(answerOf(page(mark(wishes))))
    expect(fields.get('x-document-origins')).toBe('{"images":["https://a.example"],"frames":[]}')
  })
})
