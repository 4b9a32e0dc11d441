import { describe, expect, test } from 'vitest'
import {
  api,
  changes,
  getCurrent,
  later,
  listLeftovers,
  listPictures,
  messages,
  now,
  open,
  original,
  picture,
  server,
  store,
} from './remote-printer.fixture.ts'
import { serveFile, serveJson } from './server.fixture.ts'

describe('a server with the original six fields', () => {
  test('is stored with its own times, once, however often it is refreshed', async () => {
    const jpeg = await picture(20)
    server.handlers = {
      [api]: serveJson(original),
      '/snapshot.jpg': serveFile(jpeg, new Date('2026-11-22T11:57:30Z')),
    }
    await Promise.all([open().refresh(), open().refresh()])
    await open().refresh()
    const { observation, snapshot } = await getCurrent()
    expect(observation?.observedAt).toEqual(new Date('2026-11-22T11:58:00.123Z'))
    expect(observation?.reading.source).toMatchObject({ snapper: 'remote' })
    // Last-Modified is nearer to the exposure than the later status.
    expect(snapshot?.capturedAt).toEqual(new Date('2026-11-22T11:57:30Z'))
    expect(await listPictures()).toHaveLength(1)
    expect((await store.printers.getPrinter(1))?.name).toBe('Maker Select')
    expect(await listLeftovers()).toEqual([])
  })

  test('gets one request for any number of simultaneous visitors, and none for the next seconds', async () => {
    server.handlers = { [api]: serveJson({ ...original, image: null }) }
    const remote = open()
    await Promise.all(Array.from({ length: 50 }, () => remote.refresh()))
    await remote.refresh()
    expect(server.requests).toEqual([api])
  })

  test('a picture is stored once: the same date, the same Last-Modified or the same bytes are no new picture', async () => {
    const withTime = (last_updated: string) => serveJson({ ...original, last_updated })
    server.handlers = {
      [api]: withTime('2026-11-22T11:50:00Z'),
      '/snapshot.jpg': serveFile(await picture(20), new Date('2026-11-22T11:49:00Z')),
    }
    const remote = open({ pauseFactor: 0 })
    await remote.refresh()
    await remote.refresh()
    expect(server.requests).toEqual([api, '/snapshot.jpg', api])

    server.handlers[api] = withTime('2026-11-22T11:55:00Z')
    await remote.refresh()
    expect(server.requests.at(-1)).toBe('/snapshot.jpg (conditional)')
    expect((await getCurrent()).observation?.observedAt).toEqual(new Date('2026-11-22T11:55:00Z'))

    server.handlers[api] = withTime('2026-11-22T11:56:00Z')
    server.handlers['/snapshot.jpg'] = serveFile(
      await picture(20),
      new Date('2026-11-22T11:56:00Z'),
    )
    await remote.refresh()
    expect(await listPictures()).toHaveLength(1)

    server.handlers[api] = withTime('2026-11-22T11:57:00Z')
    server.handlers['/snapshot.jpg'] = serveFile(
      await picture(70),
      new Date('2026-11-22T11:57:00Z'),
    )
    await remote.refresh()
    expect(await listPictures()).toHaveLength(2)
  })

  test.each(['hide', 'delete'] as const)(
    'a restart does not bring back a picture that was %sd here, whatever time it has now',
    async (change) => {
      const snapshotAt = (time: string) => ({
        [api]: serveJson({ ...original, last_updated: time }),
        '/snapshot.jpg': serveFile(bytes, new Date(time)),
      })
      const bytes = await picture(20)
      server.handlers = snapshotAt('2026-11-22T11:50:00Z')
      await open().refresh()
      const id = (await getCurrent()).snapshot?.id ?? 0
      const entry = { at: now, action: 'x', details: {}, sessionId: null }
      await store.pictures.changePictures(1, [id], change, { entry })
      for (const time of ['2026-11-22T11:50:00Z', '2026-11-22T11:58:00Z']) {
        server.handlers = snapshotAt(time)
        await open().refresh()
        expect(server.requests.at(-1)).toBe('/snapshot.jpg')
        expect(await listPictures()).toEqual([])
      }
      expect((await getCurrent()).observation?.observedAt).toEqual(new Date('2026-11-22T11:58:00Z'))
      expect(await listLeftovers()).toEqual([])
    },
  )

  test('an older picture than the current one joins the history', async () => {
    server.handlers = {
      [api]: serveJson(original),
      '/snapshot.jpg': serveFile(await picture(20), later(-120)),
    }
    await open().refresh()
    const before = (await getCurrent()).snapshot
    server.handlers = {
      [api]: serveJson({ ...original, last_updated: '2026-11-22T10:00:00Z' }),
      '/snapshot.jpg': serveFile(await picture(70), later(-7200)),
    }
    await open().refresh()
    expect((await getCurrent()).snapshot).toEqual(before)
    expect(await listPictures()).toHaveLength(2)
  })

  test('when it responds again, the owner’s log says so and the error is cleared', async () => {
    server.handlers = {}
    const remote = open({ pauseFactor: 0 })
    await remote.refresh()
    await remote.refresh()
    expect(remote.errorKind).toBe('faulty')
    server.handlers = { [api]: serveJson({ ...original, image: null }) }
    await expect
      .poll(async () => {
        await remote.refresh()
        return remote.errorKind
      })
      .toBeNull()
    expect(messages).toEqual([
      expect.stringContaining('responded with 404'),
      expect.stringContaining('responds again'),
    ])
  })

  test('while the camera is paused here, no picture is requested', async () => {
    await store.printers.updatePrinter(1, { isPublishing: false })
    server.handlers = { [api]: serveJson(original), '/snapshot.jpg': serveJson('') }
    await open().refresh()
    expect(server.requests).toEqual([api])
    expect((await store.printers.getPrinter(1))?.isPublishing).toBe(false)
  })
})

test('the remote owner’s settings apply here', async () => {
  server.handlers = { [api]: serveJson({ ...original, image: null, publishing: false }) }
  await open().refresh()
  expect(await store.printers.getPrinter(1)).toMatchObject({
    name: 'Maker Select',
    isPublishing: false,
  })
  expect(changes).toBeGreaterThan(0)
})
