import { expect, test } from 'vitest'
import { deferScripts } from './defer-scripts.ts'

const mark = '<meta name="scripts" content="later"/>'
const preload = '<link rel="preload" as="script" fetchPriority="low" href="/_next/a.js"/>'
const scripts =
  '<script src="/_next/b.js" async=""></script><script src="/_next/a.js" id="_R_" async=""></script>'
const own = '<script src="/_next/old.js" noModule=""></script><script>self.data=[]</script>'
const page = (head: string, body = '<p>one</p>') =>
  `<!DOCTYPE html><html><head>${head}</head><body>${body}</body></html>`
const answerOf = (html: string, type = 'text/html; charset=utf-8') => ({
  status: 200,
  fields: new Map([
    ['content-type', type],
    ['content-length', String(html.length)],
  ]),
  body: Buffer.from(html),
})
const change = (html: string) => deferScripts(answerOf(html)).body.toString()

test('a page that does not ask for it, and what is no page, stay as they are', () => {
  for (const answer of [
    answerOf(page(preload + scripts + own)),
    answerOf(page(mark + own)),
    answerOf(page(mark + scripts), 'text/plain'),
  ])
    expect(deferScripts(answer)).toBe(answer)
})

test('the framework’s scripts are brought by one that comes last, and the rest stands where it stood', () => {
  const changed = change(page(mark + preload + scripts + own))
  const [, starter = ''] =
    /<script>(\(function bringScripts.*)<\/script><\/body>/s.exec(changed) ?? []
  expect(changed).toBe(page(mark + own, `<p>one</p><script>${starter}</script>`))
  expect(starter).toContain('[["/_next/b.js"],["/_next/a.js","_R_"]]')
  expect(deferScripts(answerOf(page(mark + scripts))).fields.has('content-length')).toBe(false)
})

test('an address can’t end the script that it stands in', () => {
  const odd = '<script src="/_next/&lt;/script&gt;.js" async=""></script>'
  expect(change(page(mark + odd))).toContain('[["/_next/\\u003c/script>.js"]]')
})
