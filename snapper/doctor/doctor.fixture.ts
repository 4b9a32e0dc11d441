/* For the tests of the doctor: a home and a site that it examines. */
import sharp from 'sharp'
import { expect } from 'vitest'
import { printing, respondAsOctoPrint } from '../testing/octoprint-responses.ts'
import { makeJpeg } from '../testing/pictures.ts'
import { runSnapper } from '../testing/run-snapper.ts'
import { type Responder, sendJson, sendProblem, startStub } from '../testing/stub-server.ts'
import { makeFolder } from '../testing/temporary-folder.ts'

export const readOnly = ['STATUS', 'WEBCAM', 'FILES_LIST', 'SETTINGS_READ', 'TIMELAPSE_LIST']

export function respondAsHome(permissions: string[]): Responder {
  return (received, response) => {
    if (received.path === '/api/currentuser')
      return sendJson(response, 200, { name: 'snapper', permissions })
    respondAsOctoPrint(printing)(received, response)
  }
}

/** A site with this printer and these credentials; an empty report gets 400. */
export const respondAsSite: Responder = ({ method, headers }, response) => {
  if (method === 'GET') return sendJson(response, 200, { id: 1, name: 'Maker Select' })
  if (headers.authorization !== 'Bearer good-token')
    return sendProblem(response, 'unauthorized', 401, 'no')
  sendProblem(response, 'empty-patch', 400, 'Nothing to change')
}

export interface Changes {
  octoprint?: Responder
  camera?: Responder
  site?: Responder
  environment?: Record<string, string>
  siteHost?: string
}

export async function examine(changes: Changes = {}) {
  const camera: Responder = async (_received, response) => response.end(await makeJpeg())
  const [octoprint, eye, site] = await Promise.all([
    startStub(changes.octoprint ?? respondAsHome(readOnly)),
    startStub(changes.camera ?? camera),
    startStub(changes.site ?? respondAsSite),
  ])
  const endpoint = new URL(site.url)
  endpoint.hostname = changes.siteHost ?? endpoint.hostname
  const run = await runSnapper(['doctor'], {
    PRINTER_ENDPOINT: endpoint.href,
    SNAPPER_TOKEN: 'good-token',
    OCTOPRINT_ROOT: octoprint.url.href,
    OCTOPRINT_KEY: 'octoprint-key',
    SNAPSHOT_URL: eye.url.href,
    SPOOL_DIR: makeFolder(),
    ...changes.environment,
  })
  expect(run.stderr).toBe('')
  const lines = run.stdout.split('\n')
  return {
    ...run,
    site,
    bad: lines.filter((line) => /^ (WARN|FAIL)/.test(line)),
    advice: lines.filter((line) => line.trim().startsWith('->')),
  }
}

export function makeNight(): Promise<Buffer> {
  const noise = { type: 'gaussian' as const, mean: 3, sigma: 2 }
  return sharp({ create: { width: 160, height: 120, channels: 3, background: '#000', noise } })
    .jpeg()
    .toBuffer()
}
