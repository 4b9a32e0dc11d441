import { describe, expect, test } from 'vitest'
import { archiveDaysSchema } from '#lib/api/schema/prints.ts'
import { later } from '#lib/storage/db/testing/samples.ts'
import { openPrints } from '../prints/open-prints.fixture.ts'
import { type ArchiveQuery, fullArchive } from './archive-query.ts'

describe('the archive', () => {
  test('has the pictures of a print, of a state, of a day', async () => {
    const { id, archive, reportWholePrint } = await openPrints()
    await reportWholePrint()
    const count = async (query: Partial<typeof fullArchive>) =>
      (await archive.listArchive(id, { before: null, limit: 50 }, { ...fullArchive, ...query }))
        .snapshots.length
    expect(await count({})).toBe(5)
    expect(await count({ print: 1 })).toBe(3)
    expect(await count({ state: 'idle' })).toBe(2)
    expect(await count({ state: 'printing', print: 1, to: later(900) })).toBe(1)
    await expect(count({ print: 7 })).rejects.toMatchObject({ code: 'not-found' })
  })

  test('paging from any place ends at the oldest and the newest picture', async () => {
    const { id, archive, say } = await openPrints()
    for (let minute = 0; minute < 7; minute++) await say(minute, { state: 'idle' })
    const walk = async (position: { before: Date } | { after: Date } | null) => {
      const cursor = (capturedAt: Date) => ({ capturedAt, id: 0 })
      const before = position && 'before' in position ? cursor(position.before) : null
      const after = position && 'after' in position ? { after: cursor(position.after) } : {}
      const page = { before, ...after, limit: 3 }
      const { snapshots, next, previous } = await archive.listArchive(id, page, fullArchive)
      const minutes = snapshots.map(({ captured_at }) => new Date(captured_at).getUTCMinutes())
      return { minutes, isLast: next === null, isFirst: previous === null }
    }
    expect(await walk(null)).toEqual({ minutes: [6, 5, 4], isLast: false, isFirst: true })
    expect(await walk({ before: later(240) })).toEqual({
      minutes: [3, 2, 1],
      isLast: false,
      isFirst: false,
    })
    // Exactly one page: there is no older one.
    expect(await walk({ before: later(180) })).toMatchObject({ minutes: [2, 1, 0], isLast: true })
    expect(await walk({ before: later(-60) })).toEqual({
      minutes: [],
      isLast: true,
      isFirst: false,
    })
    expect(await walk({ after: later(0) })).toEqual({
      minutes: [2, 1, 0],
      isLast: true,
      isFirst: false,
    })
    expect(await walk({ after: later(240) })).toEqual({
      minutes: [6, 5, 4],
      isLast: false,
      isFirst: true,
    })
    expect(await walk({ after: later(600) })).toMatchObject({ minutes: [], isLast: false })
  })

  test('counts the days with pictures', async () => {
    const { id, archive, say, reportWholePrint } = await openPrints()
    await reportWholePrint()
    await say(60 * 24, { state: 'idle' })
    const days = await archive.listDays(id, fullArchive)
    expect(archiveDaysSchema.parse({ days }).days).toEqual([
      { day: '2026-11-22', pictures: 5 },
      { day: '2026-11-23', pictures: 1 },
    ])
  })

  test('counts only matching pictures and their days for a print or a state', async () => {
    const { id, archive, say, reportWholePrint } = await openPrints()
    await reportWholePrint()
    await say(60 * 24, { state: 'idle' })
    const list = (asked: Partial<ArchiveQuery>) =>
      archive.listDays(id, { ...fullArchive, ...asked })
    expect(await list({ print: 1 })).toEqual([{ day: '2026-11-22', pictures: 3 }])
    expect(await list({ state: 'idle', from: later(3601) })).toEqual([
      { day: '2026-11-23', pictures: 1 },
    ])
    expect(await list({ state: 'error' })).toEqual([])
    await expect(list({ print: 7 })).rejects.toMatchObject({ code: 'not-found' })
  })
})
