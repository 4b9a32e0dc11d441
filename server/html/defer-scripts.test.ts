import { expect, test } from 'vitest'
import { renderHtml, renderOptions, toHtmlResponse } from './rewrite-page.fixture.ts'
import { rewritePage } from './rewrite-page.ts'

const options = renderOptions({ scripts: 'deferred' })
const preload = '<link rel="preload" as="script" fetchPriority="low" href="/_next/a.js"/>'
const scripts =
  '<script src="/_next/b.js" async=""></script><script src="/_next/a.js" id="_R_" async=""></script>'
const kept = '<script src="/_next/old.js" noModule=""></script><script>self.data=[]</script>'
const render = (head: string, body = '<p>one</p>') => renderHtml(head, body)
const rewrite = (html: string) => rewritePage(toHtmlResponse(html, { 'content-length': '1' }), '/')

test('a page that doesn’t defer its scripts, or has none to defer, is unchanged', () => {
  for (const html of [render(preload + scripts + kept), render(options + kept)])
    expect(rewrite(html).body.toString()).toBe(html)
})

test('one script at the end loads Next’s scripts, and everything else stays in place', () => {
  const { body, headers, page } = rewrite(render(options + preload + scripts + kept))
  const changed = body.toString()
  const [, loader = ''] =
    /<script>(\(function loadDeferredScripts.*)<\/script><\/body>/s.exec(changed) ?? []
  expect(changed).toBe(render(options + kept, `<p>one</p><script>${loader}</script>`))
  expect(loader).toContain('[["/_next/b.js"],["/_next/a.js","_R_"]]')
  expect(headers.has('content-length')).toBe(false)
  expect(page?.inlineScripts).toEqual(['self.data=[]', loader])
})

test('an address can’t end the script that it is part of', () => {
  const odd = '<script src="/_next/&lt;/script&gt;.js" async=""></script>'
  expect(rewrite(render(options + odd)).body.toString()).toContain(
    '[["/_next/\\u003c/script>.js"]]',
  )
})
