import { describe, expect, test } from 'vitest'
import { renderHtml, renderOptions, toHtmlResponse } from './rewrite-page.fixture.ts'
import { rewritePage } from './rewrite-page.ts'

const isStatic = renderOptions({ isStatic: true })
const flight = '<script>self.__next_f.push([1,"<p>"])</script>'
const rewrite = (html: string, headers: Record<string, string> = {}, status = 200) =>
  rewritePage(toHtmlResponse(html, headers, status), '/')
const rewriteText = (html: string) => rewrite(html).body.toString()

describe('unchanged', () => {
  test.each([
    ['a page that hydrates', renderHtml('<title>x</title>', flight)],
    ['a page whose text contains the options', renderHtml('', `${isStatic}${flight}`)],
    ['a title that contains them', renderHtml(`<title>${isStatic}</title>`, flight)],
    [
      'a page with a part that is still to come',
      renderHtml(isStatic, `<template id="B:0"></template>${flight}`),
    ],
  ])('%s', (_what, html) => {
    expect(rewriteText(html)).toBe(html)
  })
})

describe('a static page', () => {
  test('has none of Next’s scripts, preloads, data and comments', () => {
    const html = renderHtml(
      `${isStatic}<link rel="preload" as="script" fetchPriority="low" href="/_next/a.js"/><link rel="stylesheet" href="/a.css"/><script src="/_next/b.js" async=""></script><meta name="next-size-adjust" content=""/>`,
      `<div hidden=""><!--$--><!--/$--></div><p>one<!-- --> two</p><script src="/_next/c.js" id="_R_" async=""></script>${flight}`,
    )
    expect(rewriteText(html)).toBe(
      renderHtml('<link rel="stylesheet" href="/a.css"/>', '<p>one two</p>'),
    )
  })

  test('keeps its own script and its data, and its policy allows no inline script', () => {
    const own = '<script defer="" src="/client.js?v=abc"></script>'
    const data = '<script type="application/ld+json">{"a":"</p>"}</script>'
    const { body, page } = rewrite(renderHtml(isStatic + own, data + flight))
    expect(body.toString()).toBe(renderHtml(own, data))
    expect(page?.inlineScripts).toEqual([])
  })

  test('keeps what only looks like a script', () => {
    const text = '<img alt="a <script src=x> tag"/><textarea><script></textarea><p>&lt;script></p>'
    expect(rewriteText(renderHtml(isStatic, text + flight))).toBe(renderHtml('', text))
  })

  test('preloads its fonts and nothing else', () => {
    const font = '</f.woff2>; rel=preload; as="font"; crossorigin=""'
    const link = `${font}, </a.js>; rel=preload; as="script"`
    const { headers } = rewrite(renderHtml(isStatic), { link })
    expect(headers.get('link')).toBe(font)
    expect(headers.get('speculation-rules')).toBe('"/speculation.json"')
    expect(rewrite(renderHtml(isStatic)).headers.has('link')).toBe(false)
  })
})

describe('a page’s options', () => {
  const withOptions = (options: object, headers: Record<string, string> = {}, status = 200) =>
    rewrite(renderHtml(renderOptions(options as Record<string, unknown>)), headers, status)

  test('set its status, where Next has none of its own', () => {
    const getStatus = (options: object, status = 200) => withOptions(options, {}, status).status
    expect(getStatus({})).toBe(200)
    expect(getStatus({ status: 410 })).toBe(410)
    expect(getStatus({ status: 404 })).toBe(404)
    expect(getStatus({ status: 302 })).toBe(200)
    expect(getStatus({ status: 410 }, 500)).toBe(500)
  })

  test('in an outage: 503, not cached, with the time to try again', () => {
    const cached = { 'cache-control': 'public, s-maxage=5' }
    const { status, headers } = withOptions({ status: 503 }, cached)
    expect(status).toBe(503)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('retry-after')).toBe('30')
  })

  test('set its caching, whether or not it keeps Next’s scripts, and never of an error', () => {
    const next = { 'cache-control': 'private, no-store' }
    const cache = { seconds: 600, tags: ['a', 'b'] }
    for (const isStatic of [true, undefined]) {
      const { headers } = withOptions({ isStatic, cache }, next)
      expect(headers.get('cache-control')).toBe('public, max-age=0, s-maxage=600, must-revalidate')
      expect(headers.get('cache-tag')).toBe('a b')
    }
    const getCacheControl = (options: object, status?: number) =>
      withOptions(options, next, status).headers.get('cache-control')
    expect(getCacheControl({ isStatic: true })).toBe('private, no-store')
    expect(getCacheControl({ cache, status: 503 })).toBe('no-store')
    expect(getCacheControl({ cache }, 500)).toBe('private, no-store')
  })

  test('name the origins that it shows something of, and whether others may frame it', () => {
    const frameOrigins = ['https://a.example']
    expect(withOptions({ frameOrigins, isFramed: true }).page).toEqual({
      inlineScripts: [],
      inlineStyles: [],
      isFramed: true,
      frameOrigins,
    })
    expect(withOptions({}).page?.isFramed).toBe(false)
  })
})

test('a saved page in public/ is a file like any other, whatever it declares', () => {
  const declared = { isStatic: true, status: 503, isFramed: true, isMissingFile: true } as const
  const cache = { seconds: 600, tags: [] }
  const html = renderHtml(
    renderOptions({ ...declared, cache, frameOrigins: ['https://a.example'] }),
  )
  const cached = { 'cache-control': 'public, max-age=0' }
  for (const vary of ['', 'accept-encoding']) {
    const { status, headers, body, page } = rewrite(html, { ...cached, vary })
    expect([status, body.toString()]).toEqual([200, html])
    expect(Object.fromEntries(headers)).toMatchObject(cached)
    expect(headers.has('cache-tag')).toBe(false)
    expect(page).toEqual({
      inlineScripts: [],
      inlineStyles: [],
      isFramed: false,
      frameOrigins: [],
    })
  }
})

test('the policy allows the style sheets of the head, and none of the content', () => {
  const theme = '<style>:root{--color-ink:red}</style>'
  for (const options of [isStatic, '']) {
    const { body, page } = rewrite(renderHtml(options + theme, '<style>p{color:red}</style>'))
    expect(page?.inlineStyles).toEqual([':root{--color-ink:red}'])
    expect(body.toString()).toContain(theme)
  }
})

test('what runs inline is listed for the policy as browsers run it', () => {
  const list = (html: string) => rewrite(html).page?.inlineScripts
  expect(list('<script>a("<script>")</script>')).toEqual(['a("<script>")'])
  expect(list('<script>a()')).toEqual(['a()'])
  expect(list('<scripture>a</scripture>')).toEqual([])
  expect(list('<script>a("</scripts>")</SCRIPT >b</script>')).toEqual(['a("</scripts>")'])
  expect(list('<script src="/a.js"></script><script type="module">b()</script>')).toEqual(['b()'])
  expect(list('')).toEqual([])
})

describe('a file that doesn’t exist', () => {
  test.each([
    ['/_next/static/chunks/a.js', renderHtml('<title>404</title>', flight), 404],
    ['/icon-32.png', renderHtml(renderOptions({ status: 404, isMissingFile: true })), 200],
  ])('%s gets a line of text in the page’s place', (path, html, status) => {
    const response = rewritePage(toHtmlResponse(html, { link: '</a.js>' }, status), path)
    expect(response.status).toBe(404)
    expect(response.body.toString()).toBe('Not found.\n')
    expect(Object.fromEntries(response.headers)).toEqual({
      'content-type': 'text/plain; charset=utf-8',
      vary: expect.any(String),
    })
    expect(response.page).toBeUndefined()
  })
})
