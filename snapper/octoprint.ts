import { exchange, HttpFault, withDeadline } from './http.ts'
import { parseJsonObject, toText } from './json.ts'
import { type ApiAnswer, getFileAddress, normaliseOctoPrint } from './normalise.ts'
import type { Reading } from './report.ts'

export interface OctoPrintAddress {
  /** Ends with a slash; may hold user and password of a proxy in front. */
  root: URL
  key: string | null
}

export interface OctoPrintReading {
  reading: Reading
  /** Why there is no more to say, for the log; `null` where OctoPrint answered. */
  detail: string | null
}

const maxAnswerBytes = 1_048_576

/** Asks OctoPrint how the printer is. A fault is a reading too: it never throws. */
export async function readOctoPrint(
  address: OctoPrintAddress,
  before: Pick<Reading, 'state' | 'jobName'> | null,
  signal: AbortSignal,
  requestMs = 10_000,
): Promise<OctoPrintReading> {
  const deadline = withDeadline(signal, requestMs)
  const [printer, job, version] = await Promise.all([
    askOctoPrint(address, 'api/printer?exclude=sd', deadline),
    askOctoPrint(address, 'api/job', deadline),
    askOctoPrint(address, 'api/version', deadline),
  ])
  let normalised = normaliseOctoPrint({ printer, job }, before)
  const history = normalised.state === 'idle' ? getFileAddress(job) : null
  if (history !== null) {
    const file = await askOctoPrint(address, history, deadline)
    normalised = normaliseOctoPrint({ printer, job, file }, before)
  }
  const hasFailed = normalised.state === 'unreachable' || normalised.state === 'unauthorized'
  return {
    reading: { ...normalised, observedAt: new Date(), backend: toBackend(version) },
    detail: hasFailed ? explain(printer) : null,
  }
}

/** One GET; whatever comes of it is an answer. */
export async function askOctoPrint(
  { root, key }: OctoPrintAddress,
  path: string,
  signal: AbortSignal,
): Promise<ApiAnswer> {
  // The key goes by its own header: Authorization belongs to a proxy in front.
  const headers = { Accept: 'application/json', ...(key !== null && { 'X-Api-Key': key }) }
  const request = { url: new URL(path, root), headers, signal }
  try {
    const answer = await exchange(request, maxAnswerBytes)
    if (answer.status !== 200) return { kind: 'status', status: answer.status }
    const body = parseJsonObject(answer.body)
    return body === null
      ? {
          kind: 'silence',
          detail: 'an answer that is no JSON; OCTOPRINT_ROOT may name another server',
        }
      : { kind: 'object', body }
  } catch (error) {
    if (error instanceof HttpFault) return { kind: 'silence', detail: error.message }
    throw error
  }
}

function explain(answer: ApiAnswer): string | null {
  if (answer.kind === 'object') return null
  if (answer.kind === 'silence') return answer.detail
  if (answer.status === 401 || answer.status === 403)
    return `HTTP ${answer.status}: check OCTOPRINT_KEY (a user of the group "Read-only Access" is enough)`
  if (answer.status >= 300 && answer.status < 400)
    return `HTTP ${answer.status}: put the address that it redirects to into OCTOPRINT_ROOT`
  return `HTTP ${answer.status}`
}

function toBackend(version: ApiAnswer): string | null {
  if (version.kind !== 'object') return null
  const server = toText(version.body.server) ?? ''
  const isOctoPrint = /^octoprint(?! \(moonraker)/i.test(toText(version.body.text) ?? '')
  return isOctoPrint && /^[\w.+~-]{1,50}$/.test(server) ? `octoprint ${server}` : null
}
