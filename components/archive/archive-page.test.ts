import { expect, test } from 'vitest'
import { states } from '#components/printer/states.fixture.ts'
import type { ApiSnapshot } from '#lib/api/schema/printer.ts'
import { toArchivePage } from './archive-page.ts'

const snapshot = states.printing.snapshot as ApiSnapshot // the fixture's printer has one

test('a page of the archive has one small and one large URL per picture, and both cursors', () => {
  const { pictures, next, previous } = toArchivePage({
    snapshots: [{ ...snapshot, state: 'printing', progress: 42 }],
    next: '5-1',
    previous: null,
  })
  expect([next, previous]).toEqual(['5-1', null])
  expect(pictures).toMatchObject([{ at: snapshot.captured_at, progress: 42 }])
  expect(pictures[0]?.small).toMatch(/^\/media\/[0-9a-f]{64}\/(?:320|640)\.webp$/)
  expect(pictures[0]?.large).toMatch(/\/1280\.jpg$/)
  expect(JSON.stringify(pictures)).not.toContain('srcSet')
})

test('a picture without a job shows no progress', () => {
  const entry = { ...snapshot, state: 'idle', progress: 100 } as const
  const { pictures } = toArchivePage({ snapshots: [entry], next: null, previous: null })
  expect(pictures[0]?.progress).toBeNull()
})
