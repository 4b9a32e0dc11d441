import { expect, test } from 'vitest'
import { makeQueuedReport } from '../queued-report.ts'
import { parseReportFile, parseReportFileName, renderReportFile } from './report-file.ts'

test('reports queued by an installed snapper survive an upgrade, and a downgrade', () => {
  // As snapper 1.0.0 wrote it.
  const name = '0000000007-1764312000123-0123abcd-9efdb49c4612803ca0e2130ddaa076a6.parcel'
  const content = Buffer.from(
    '{"version":1,"takenAtMs":1764312000123,"hasPicture":true,"fields":{"state":"printing","progress":"42"}}\na picture',
  )
  const fields = new Map([
    ['state', 'printing'],
    ['progress', '42'],
  ])
  const report = makeQueuedReport(fields, Buffer.from('a picture'), 1764312000123)
  const parsedName = parseReportFileName(name)
  expect(parsedName).toMatchObject({ sequence: 7, owner: '0123abcd' })
  expect(parsedName && parseReportFile(parsedName, content)).toEqual(report)
  const { pieces, ...rendered } = renderReportFile(report, { sequence: 7, owner: '0123abcd' })
  expect(rendered.name).toBe(name)
  expect(Buffer.concat(pieces)).toEqual(content)
})
