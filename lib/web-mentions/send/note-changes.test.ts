import { expect, test } from 'vitest'
import { listLinks } from './list-links.ts'
import { listPlanned } from './list-planned.ts'
import { createBench, one, page, siteUrl, two } from './send.fixture.ts'

test('a first start with hundreds of old posts sends nothing, and then each change once', async () => {
  const bench = await createBench()
  for (let at = 0; at < 250; at++) bench.pages[`/old/${at}`] = page(`${at}`, one)
  const replicas = [
    await bench.createReplica(),
    await bench.createReplica(),
    await bench.createReplica(),
  ]
  await bench.run(replicas, 120)
  expect(bench.take()).toEqual([])
  bench.pages['/new'] = page('new', one, two)
  bench.pages['/old/3'] = page('changed', one)
  await bench.run(replicas, 600)
  expect(bench.take()).toEqual(['/new one.example', '/new two.example', '/old/3 one.example'])
})

test('update: the old and the new targets; delete: all of them, when the page has been gone for a while', async () => {
  const bench = await createBench()
  const site = await bench.createReplica()
  await bench.run([site], 60)
  bench.pages['/post'] = page('a', one)
  await bench.run([site], 600)
  expect(bench.take()).toEqual(['/post one.example'])
  bench.pages['/post'] = page('a', two)
  await bench.run([site], 600)
  expect(bench.take()).toEqual(['/post one.example', '/post two.example'])
  const { '/post': post, ...rest } = bench.pages
  bench.pages = rest
  await bench.run([site], 300)
  if (post) bench.pages = { '/post': post }
  await bench.run([site], 1200)
  expect(bench.take()).toEqual([])
  bench.pages = {}
  await bench.run([site], 1200)
  // What was told that the link is gone isn't told again that the page is.
  expect(bench.take()).toEqual(['/post two.example'])
})

test('a page that has moved, and what isn’t known at the moment, were not removed', async () => {
  const bench = await createBench()
  const site = await bench.createReplica()
  await bench.run([site], 60)
  bench.pages = { '/a': page('a', one), '/b': page('b', two) }
  await bench.run([site], 600)
  bench.take()
  site.isOut = true
  await bench.run([site], 1200)
  site.isOut = false
  bench.moved.add('/a')
  bench.pages = { '/b': page('b', two) }
  await bench.run([site], 1200)
  expect(bench.take()).toEqual([])
})

test('what another version of the site renders otherwise is no change', async () => {
  const bench = await createBench()
  bench.pages = { '/a': { ...page('It’s “so” – he said', one), version: '1' } }
  const site = await bench.createReplica()
  await bench.run([site], 600)
  bench.pages = { '/a': { ...page('It\'s "so" - he\n said', one), version: '2' } }
  await bench.run([site], 600)
  expect(bench.take()).toEqual([])
  const { reads } = bench
  await bench.run([site], 600)
  expect(bench.reads).toBe(reads)
  bench.pages = { '/a': { ...page('It’s “so” – she said', one), version: '3' } }
  await bench.run([site], 600)
  expect(bench.take()).toEqual(['/a one.example'])
})

test('a replica that shows a change later than the others tells nothing old', async () => {
  const bench = await createBench()
  bench.pages = { '/a': page('old', one) }
  const [first, second] = [await bench.createReplica(), await bench.createReplica()]
  await bench.run([first, second], 600)
  second.pages = bench.pages
  bench.pages = { '/a': page('new', one) }
  await bench.run([first, second], 240)
  second.pages = null
  await bench.run([first, second], 1200)
  expect(bench.take()).toEqual(['/a one.example'])
})

test('the plan says what would be sent, and sends nothing', async () => {
  const bench = await createBench()
  const plan = async () => listPlanned((await bench.listPages(bench.pages)) ?? [], bench.store)
  bench.pages = { '/a': page('a', one), '/b': page('b', one) }
  expect(await plan()).toBeNull()
  const site = await bench.createReplica()
  await bench.run([site], 600)
  expect(await plan()).toEqual([])
  bench.pages = { '/a': page('aa', one, two), '/c': page('c', one) }
  expect(await plan()).toEqual([
    { source: '/a', target: two, why: 'new' },
    { source: '/a', target: one, why: 'changed' },
    { source: '/c', target: one, why: 'new' },
    { source: '/b', target: one, why: 'removed' },
  ])
  expect(bench.take()).toEqual([])
})

test('links are those to pages of other sites, each once, as they are written', () => {
  const html = `<a href="https://one.example">1</a><a href="https://one.example/#top">again</a>
    <a href="https://our.example/x">own</a><a href="/y">own</a><a href="mailto:a@b.example">m</a>
    <a href=" HTTPS://two.example/?a=1&amp;b=2 ">2</a><img src="https://three.example/x.png"><a>no</a>
    <!-- <a href="https://four.example">x</a> --><a href="https://">no</a><a href="//five.example/">no scheme</a>`
  expect(listLinks(html, siteUrl, ['https://six.example/'])).toEqual([
    'https://six.example/',
    'https://one.example',
    'HTTPS://two.example/?a=1&b=2',
  ])
})
