import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { emptyState, loadState, saveState } from './state-file.ts'
import { makeFolder } from './testing/temporary-folder.ts'

/** As snapper 1.0.0 wrote it. */
const written =
  '{"version":2,"before":{"state":"printing","jobName":"a.gcode","seenAtMs":1764312000123,"job":{"history":"api/files/local/a.gcode","seenAtMs":1764312000123}},"lastPicture":{"sha256":"ab","look":{"cells":"AQID","luma":97.5},"sentAtMs":1764311000000},"ledger":{"balanceBytes":5,"filledAtMs":6,"day":"2026-11-22","spentBytes":7}}'

test('the state of an installed snapper survives an upgrade, and a downgrade', () => {
  const location = { folder: makeFolder(), owner: '0123abcd' }
  const path = join(location.folder, 'memory-0123abcd.json')
  writeFileSync(path, written)
  const state = loadState(location)
  expect(state).toEqual({
    previous: {
      state: 'printing',
      jobName: 'a.gcode',
      seenAtMs: 1764312000123,
      job: { history: 'api/files/local/a.gcode', seenAtMs: 1764312000123 },
    },
    lastPicture: {
      sha256: 'ab',
      thumbnail: { cells: Buffer.from([1, 2, 3]), luma: 97.5 },
      sentAtMs: 1764311000000,
    },
    otherPictures: {},
    bucket: { balanceBytes: 5, filledAtMs: 6, day: '2026-11-22', spentBytes: 7 },
  })
  saveState(location, state)
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(JSON.parse(written))
})

test('the last picture of each camera is kept', () => {
  const location = { folder: makeFolder(), owner: '0123abcd' }
  const picture = { sha256: 'cd', sentAtMs: 1, thumbnail: null }
  saveState(location, { ...emptyState, otherPictures: { 2: picture } })
  expect(loadState(location).otherPictures).toEqual({ 2: picture })
})

test('a missing or damaged file is an empty state', () => {
  const location = { folder: makeFolder(), owner: '0123abcd' }
  expect(loadState(location)).toEqual(emptyState)
  writeFileSync(join(location.folder, 'memory-0123abcd.json'), written.slice(0, 50))
  expect(loadState(location)).toEqual(emptyState)
  expect(loadState({ folder: null, owner: 'x' })).toEqual(emptyState)
})
