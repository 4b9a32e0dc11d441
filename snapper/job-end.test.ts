import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { derivePrints } from '#lib/printers/prints/derive-prints.ts'
import { parseReport } from '#lib/printers/report.ts'
import {
  makeJob,
  makePrinter,
  printing,
  respondAsOctoPrint,
} from './testing/octoprint-responses.ts'
import { makeJpeg } from './testing/pictures.ts'
import { runSnapper } from './testing/run-snapper.ts'
import { startSite } from './testing/site.ts'
import { sendJson, startStub } from './testing/stub-server.ts'
import { makeFolder } from './testing/temporary-folder.ts'

const done = {
  printer: makePrinter('Operational'),
  job: makeJob('Operational', { completion: 100, printTime: 276, printTimeLeft: 0 }),
}

test('the end of a print is reported with its true time, and the site uses it', async () => {
  let now = printing
  let endedAt = new Date(0)
  const octoprint = await startStub((received, response) =>
    received.path.startsWith('/api/files')
      ? sendJson(response, 200, {
          name: 'benchy.gcode',
          prints: { last: { date: endedAt.getTime() / 1000, success: true, printTime: 276 } },
        })
      : respondAsOctoPrint(now)(received, response),
  )
  const camera = await startStub(async (_received, response) => response.end(await makeJpeg()))
  const site = await startSite()
  const environment = {
    ...site.environment,
    OCTOPRINT_ROOT: octoprint.url.href,
    SNAPSHOT_URL: camera.url.href,
    SPOOL_DIR: makeFolder(),
  }
  await runSnapper([], environment)
  await sleep(20)
  endedAt = new Date()
  now = done
  await sleep(20)
  expect((await runSnapper([], environment)).exitCode).toBe(0)
  expect((await runSnapper([], environment)).exitCode).toBe(0)

  // The current report is sent first, and the end only once.
  const sent = site.reports.map(({ fields, image }) => [fields.state, image !== null])
  expect(sent).toEqual([
    ['printing', true],
    ['finished', true],
    ['finished', false],
    ['finished', true],
  ])
  const end = site.reports[2]?.fields
  expect(end).toMatchObject({ observed_at: endedAt.toISOString(), elapsed_seconds: '276' })
  expect(end).not.toHaveProperty('captured_at')

  const sightings = site.reports
    .map(({ fields }) => parseReport(new Map(Object.entries(fields)), 'form'))
    .map(({ reading, observedAt }) => {
      if (reading === null || observedAt === null) throw new Error('no reading')
      return { ...reading, observedAt }
    })
    .toSorted((a, b) => a.observedAt.getTime() - b.observedAt.getTime())
  const { prints } = derivePrints(sightings, 600)
  expect(prints).toMatchObject([{ outcome: 'finished', ended: { notAfter: endedAt } }])
})
