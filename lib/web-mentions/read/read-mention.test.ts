import { describe, expect, test } from 'vitest'
import { parseMicroformats } from './entry.ts'
import { readMention } from './read-mention.ts'

const target = 'https://us.example/2026/11/22/post'
const source = 'https://ann.example/1'

const read = (html: string, pages: Record<string, string> = {}) =>
  readMention(html, { source, url: source, targetUrl: target }, async (url) => {
    const page = pages[url]
    return page === undefined ? null : parseMicroformats(page, url)
  })
async function getContent(html: string, pages?: Record<string, string>) {
  const outcome = await read(html, pages)
  if (outcome.kind !== 'found') throw new Error(outcome.reason)
  return outcome.content
}
const entry = (inside: string) => `<article class="h-entry">${inside}</article>`
const link = (property: string) => `<a class="${property}" href="${target}">it</a>`
const ann = '<a class="p-author h-card" href="https://ann.example/">Ann</a>'

describe('how a page refers to one of ours', () => {
  test.each([
    ['like', entry(link('u-like-of'))],
    ['repost', entry(link('u-repost-of'))],
    ['bookmark', entry(link('u-bookmark-of'))],
    ['reply', entry(link('u-in-reply-to'))],
    ['reply', entry(`<div class="u-in-reply-to h-cite">${link('u-url')}</div>`)],
    ['rsvp', entry(`${link('u-in-reply-to')}<data class="p-rsvp" value="yes">Yes</data>`)],
    ['mention', entry(`<p class="e-content">See ${link('')}</p>`)],
    ['mention', `<p>${link('')}</p>`],
    ['mention', `<img src="${target}">`],
    ['mention', `<video src="${target}"></video>`],
    ['mention', `<audio src="${target}"></audio>`],
    ['like', `<div class="h-feed">${entry('other')}${entry(link('u-like-of'))}</div>`],
  ])('%s', async (kind, html) => {
    expect(await getContent(html)).toMatchObject({ kind })
  })

  test.each([
    ['has no link', '<p>nothing'],
    ['has it as text', `<p>${target}`],
    ['has it in a comment', `<!-- ${link('')} -->`],
    ['has it escaped', link('').replaceAll('<', '&lt;')],
    ['has it in a template', `<template>${link('')}</template>`],
    ['has it in a script', `<script>'${link('')}'</script>`],
    ['links to a longer address', `<a href="${target}/more">x</a>`],
    ['says that it is gone', `<meta http-equiv="Status" content="410 Gone">${link('')}`],
  ])('a page that %s is refused', async (_, html) => {
    expect(await read(html)).toMatchObject({ kind: 'absent' })
  })

  test('a link is found relative to the page’s base, and whatever its fragment is', async () => {
    expect(
      await read('<base href="https://us.example/"><a href="2026/11/22/post#a">x'),
    ).toMatchObject({
      kind: 'found',
    })
  })
})

test('a reply has its author, its words, its day and its own address', async () => {
  const html = entry(
    `${ann}${link('u-in-reply-to')}<p class="e-content">Hi <b>there</b>,\n all</p>` +
      '<a class="u-url" href="/1"></a><time class="dt-published" datetime="2026-11-22T12:00:00Z">',
  )
  expect(await getContent(html)).toEqual({
    kind: 'reply',
    authorName: 'Ann',
    authorUrl: 'https://ann.example/',
    authorPhoto: null,
    url: 'https://ann.example/1',
    text: 'Hi there, all',
    publishedAt: new Date('2026-11-22T12:00:00Z'),
  })
})

describe('the author', () => {
  const like = (author: string) => entry(link('u-like-of') + author)
  const home = 'https://ann.example/'
  test.each<[string, string, Record<string, string>, string | null, string | null]>([
    ['is a card in the entry', like(ann), {}, 'Ann', home],
    ['is a name', like('<span class="p-author">Ann</span>'), {}, 'Ann', null],
    [
      'is an address of a page with a card',
      like(`<a class="u-author" href="${home}"></a>`),
      { [home]: `<a class="h-card" href="${home}">Ann</a>` },
      'Ann',
      home,
    ],
    ['is an address alone', like(`<a class="u-author" href="${home}"></a>`), {}, null, home],
    ['is that of the feed', `<div class="h-feed">${ann}${like('')}</div>`, {}, 'Ann', home],
    [
      'is what the page links to as its author',
      `<link rel="author" href="${home}">${like('')}`,
      { [home]: `<div class="h-card"><a class="u-url u-uid p-name" href="${home}">Ann</a></div>` },
      'Ann',
      home,
    ],
    ['is missing', like(''), {}, null, null],
    [
      'has no address but a script',
      like('<a class="p-author h-card" href="javascript:x">Ann</a>'),
      {},
      'Ann',
      null,
    ],
  ])('%s', async (_, html, pages, authorName, authorUrl) => {
    expect(await getContent(html, pages)).toMatchObject({ authorName, authorUrl })
  })
})

test.each([
  ['its address', '<img class="u-photo" src="/me.jpg">', 'https://ann.example/me.jpg'],
  ['one with a text', '<img class="u-photo" src="/me.jpg" alt="Me">', 'https://ann.example/me.jpg'],
  ['its own bytes', '<img class="u-photo" src="data:image/png;base64,AA==">', null],
  ['a script', '<a class="u-photo" href="javascript:alert(1)">x</a>', null],
  ['nothing', '', null],
])('of an author’s photo that is %s an address is kept, or nothing', async (_, photo, expected) => {
  const card = `<div class="p-author h-card"><a class="u-url p-name" href="/">Ann</a>${photo}</div>`
  const content = await getContent(`<div class="h-entry">${card}${link('u-like-of')}</div>`)
  expect(content).toMatchObject({ authorName: 'Ann', authorPhoto: expected })
})

const esc = String.fromCharCode(27)
/** What a stranger may write, and must not stay in what is stored. */
const hostile = [
  ['markup', '<script>alert(1)</script><b onclick="alert(1)">bold</b>', 'bold'],
  ['escaped markup', '&lt;script&gt;alert(1)&lt;/script&gt;', '<script>alert(1)</script>'],
  ['direction overrides', 'a\u202eb\u2066c\u200fd', 'abcd'],
  ['letters without width', 'a\u200bb\ufeffc\u2060d\u00ade', 'abcde'],
  ['nothing that is visible', '\u200b\u2060\u3164\ufeff', null],
  ['terminal sequences', `${esc}[31mred${esc}[0m${esc}[2J`, 'red'],
  ['control characters', 'a\u0007\u0008b\u009bc', 'abc'],
  ['half a pair', 'a\ud800b', 'ab'],
  ['a tower of marks', `a${'\u0301'.repeat(200)}b`, `a${'\u0301'.repeat(3)}b`],
  ['tags', `a\u{e0041}\u{e007f}b`, 'ab'],
  ['lines', 'a\n\n\n\n\u2028\u2029b', 'a b'],
  ['emoji', '👩‍🚀 ❤️', '👩‍🚀 ❤️'],
] as const

describe('texts of a stranger', () => {
  test.each(hostile)('%s', async (_, given, expected) => {
    const html = (text: string) =>
      entry(
        `<span class="p-author h-card"><span class="p-name">${text}</span></span>${link('u-in-reply-to')}<p class="e-content">${text}</p>`,
      )
    const content = await getContent(html(given))
    const known = expected?.normalize('NFC')
    expect(content.text?.normalize('NFC') ?? null).toBe(known ?? null)
    expect(content.authorName?.normalize('NFC') ?? null).toBe(known ?? null)
  })

  test('are limited in length, and a huge page is read in time', async () => {
    const huge = 'word '.repeat(190_000)
    const startedAt = performance.now()
    const content = await getContent(entry(`${link('u-in-reply-to')}<p class="e-content">${huge}`))
    expect([...(content.text ?? '')]).toHaveLength(500)
    expect(content.text?.endsWith('…')).toBe(true)
    expect(performance.now() - startedAt).toBeLessThan(5_000)
  })

  test('deep nesting ends no process', async () => {
    expect(await read(`${'<div>'.repeat(20_000)}${link('u-like-of')}`)).toMatchObject({
      kind: 'absent',
      reason: expect.stringContaining('nested'),
    })
  })
})
