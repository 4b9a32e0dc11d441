import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseReport, type ReceivedReport } from './multipart.ts'
import { type Received, sendJson, sendProblem, startStub } from './stub-server.ts'

/** A site that accepts every report and responds as the real one does, optionally after a delay or behind a proxy with a limit. */
export async function startSite({ respondAfterMs = 0, maxBytes = Number.POSITIVE_INFINITY } = {}) {
  const reports: (ReceivedReport & { request: Received })[] = []
  const stub = await startStub(async (request, response) => {
    if (request.method === 'GET') return sendJson(response, 200, { id: 1, name: 'Maker Select' })
    if (request.body.length > maxBytes)
      return void response.writeHead(413, { Server: 'nginx' }).end('<title>Too large</title>')
    const report = await parseReport(request)
    // The doctor sends nothing that the site can store.
    if (Object.keys(report.fields).join() === 'doctor')
      return sendProblem(response, 'empty-patch', 400, 'Nothing to change')
    reports.push({ ...report, request })
    const sha256 = report.image && createHash('sha256').update(report.image).digest('hex')
    await sleep(respondAfterMs)
    sendJson(response, 200, { id: 1, publishing: true, ...(sha256 !== null && { sha256 }) })
  })
  const environment = {
    PRINTER_ENDPOINT: new URL('api/3dprinter/1/', stub.url).href,
    SNAPPER_USER: 'snapper',
    SNAPPER_PASSWORD: 'hunter2-password',
    // Darkness has its own tests, and takes a while.
    DARK_LUMA: '0',
  }
  return { ...stub, reports, environment }
}
