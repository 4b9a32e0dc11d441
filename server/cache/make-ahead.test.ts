import { AsyncLocalStorage } from 'node:async_hooks'
import { EventEmitter } from 'node:events'
import { brotliDecompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { getContentEvents } from '#lib/core/content-events.ts'
import { noteTag } from '#lib/core/noted-tags.ts'
import { openSite } from './cached-site.fixture.ts'

const tags = ['documents']
const br = { 'accept-encoding': 'br' }

/** A site whose pages show the state of the content, and that of its printer. */
async function openLiveSite(maxAheadMs = 10_000) {
  const next = new AsyncLocalStorage<string>()
  const site = { content: 'old', printer: 'idle', running: 0, most: 0, stuck: '' }
  const made: string[] = []
  const opened = await openSite(
    {
      headers: { 'cache-tag': 'printer:1' },
      async before({ url = '' }) {
        site.running += 1
        site.most = Math.max(site.most, site.running)
        await new Promise(setImmediate)
        if (url !== '/unlisted') noteTag('documents')
        if (url === site.stuck) await new Promise(() => undefined)
        site.running -= 1
      },
      body({ url }) {
        const content = next.getStore() ?? site.content
        made.push(`${content} ${url}`)
        return `${content} ${site.printer} ${'and so on '.repeat(100)}`
      },
    },
    { cache: { maxAheadMs } },
  )
  const events: ReturnType<typeof getContentEvents> = new EventEmitter()
  opened.cache.followContent(events)
  const read = async (path: string) => {
    const { body } = await opened.get(path, br)
    return brotliDecompressSync(body).toString().split(' ').slice(0, 2).join(' ')
  }
  return {
    site,
    made,
    read,
    async visit(...paths: string[]) {
      for (const path of paths) await read(path)
      made.length = 0
    },
    /** @returns what shows it, once that is prepared */
    async change(): Promise<() => void> {
      const work: Promise<void>[] = []
      const withNext = <T>(make: () => T) => next.run('new', make)
      events.emit('changing', { tags, withNext, waitFor: (given) => work.push(given) })
      await Promise.all(work)
      return () => {
        site.content = 'new'
        events.emit('changed', tags)
      }
    },
    changeOtherwise(content: string) {
      site.content = content
      events.emit('changed', [...tags])
    },
    invalidate: opened.cache.invalidate,
  }
}

test('what visitors request is made before they see a change, one after the other, and shown with it at once', async () => {
  const { site, made, visit, read, change } = await openLiveSite()
  await visit('/a', '/b', '/b', '/b', '/a', '/once', '/unlisted', '/unlisted')
  const show = await change()
  expect(made).toEqual(['new /b', 'new /a'])
  expect(site.most).toBe(1)
  // Until then all of them see the old state, also of what wasn't cached.
  expect([await read('/a'), await read('/b'), await read('/new')]).toEqual(
    Array(3).fill('old idle'),
  )
  made.length = 0
  show()
  expect([await read('/a'), await read('/b')]).toEqual(Array(2).fill('new idle'))
  expect(made).toEqual([])
  expect([await read('/once'), await read('/new')]).toEqual(Array(2).fill('new idle'))
  expect(await read('/unlisted')).toBe('old idle')
})

test('a printer’s change meanwhile is not lost', async () => {
  const { site, visit, read, change, invalidate } = await openLiveSite()
  await visit('/a', '/a')
  const show = await change()
  site.printer = 'printing'
  invalidate(['printer:1'])
  show()
  expect(await read('/a')).toBe('new printing')
})

test('another change than the announced one shows nothing that was made for that', async () => {
  const { visit, read, change, changeOtherwise } = await openLiveSite()
  await visit('/a', '/a')
  await change()
  changeOtherwise('newest')
  expect(await read('/a')).toBe('newest idle')
})

test('a change waits for no page that takes too long', async () => {
  const { site, visit, read, change } = await openLiveSite(30)
  await visit('/a', '/b', '/a', '/a', '/b')
  site.stuck = '/a'
  const show = await change()
  site.stuck = ''
  show()
  expect([await read('/a'), await read('/b')]).toEqual(Array(2).fill('new idle'))
})
