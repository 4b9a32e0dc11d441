/* For the tests of `deliver`: uploads to a stub with a fake clock. */
import { createHash } from 'node:crypto'
import { deliver } from './deliver.ts'
import type { Log } from './log.ts'
import { toQueuedReport } from './queued-report.ts'
import type { Report } from './report.ts'
import { openMemoryOutbox } from './spool/outbox.ts'
import { makeJpeg } from './testing/pictures.ts'
import { type Responder, sendJson } from './testing/stub-server.ts'
import { createTokenBucket } from './token-bucket.ts'
import type { SiteCredentials } from './upload.ts'
import { createUploader } from './uploader.ts'

export const basic: SiteCredentials = { kind: 'basic', user: 'snapper', password: 'hünter:2' }
export const capturedAt = new Date('2026-11-22T14:30:00Z')

export async function makeReport(): Promise<Report & { sha256: string }> {
  const jpeg = await makeJpeg()
  return {
    reading: null,
    picture: { jpeg, capturedAt },
    missing: null,
    intervalSeconds: 600,
    sha256: createHash('sha256').update(jpeg).digest('hex'),
  }
}

/** Uploads with a fake clock: the delays between attempts are recorded instead of waited for. */
export async function upload(
  endpoint: URL,
  report: Report,
  options: { credentials?: SiteCredentials; deadlineMs?: number } = {},
) {
  const { credentials = basic, deadlineMs = 90_000 } = options
  const waits: number[] = []
  const logged: string[] = []
  const timing = {
    random: () => 0.5,
    now: Date.now,
    monotonic: () => 0,
    sleep: async (ms: number) => {
      waits.push(ms)
    },
  }
  const log: Log = (_level, message, fields) => {
    if (message.includes('clock')) logged.push(`${message} ${JSON.stringify(fields)}`)
  }
  const outbox = openMemoryOutbox(log)
  const bucket = createTokenBucket(null, null, Date.now)
  const entry = outbox.put(toQueuedReport(report, 0))
  const result = await deliver(entry, {
    uploader: createUploader({ endpoint, credentials }, { outbox, bucket, log }),
    bucket,
    timing,
    log,
    deadline: AbortSignal.timeout(deadlineMs),
    endsAtMs: deadlineMs,
    stop: new AbortController().signal,
  })
  return { result, waits, logged }
}

/** Responds with one status after the other, then successfully. */
export function answerInTurn(
  sha256: string,
  ...statuses: [number, Record<string, string>?][]
): Responder {
  const rest = [...statuses]
  return (_received, response) => {
    const [status, headers] = rest.shift() ?? [200]
    if (status === 200) return sendJson(response, 200, { id: 1, sha256 })
    response.writeHead(status, { 'Content-Type': 'application/problem+json', ...headers })
    const type = '/problems/some-code'
    response.end(JSON.stringify({ type, title: 'An error', status, detail: `said ${status}` }))
  }
}
