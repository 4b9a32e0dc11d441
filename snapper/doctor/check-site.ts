import { renderMultipart } from '../encode.ts'
import { HttpError, type HttpResponse, sendRequest, withDeadline } from '../http.ts'
import { parseJsonObject, toText } from '../json.ts'
import { formatAddress } from '../log.ts'
import { renderAuthorization, type Site } from '../upload.ts'
import { classifyResponse, readProblemCode } from '../upload-result.ts'
import { adviseName, type Check } from './check.ts'

const requestMs = 20_000
const maxBytes = 1_048_576
const farClockMs = 5 * 60_000
/** To measure the speed if there is no picture. */
const defaultProbeBytes = 32_000

/** Checks the URL, the credentials, the clock and the upload speed without changing anything. */
export async function checkSite(
  site: Site,
  picture: { bytes: number | null; intervalSeconds: number },
  signal: AbortSignal,
): Promise<Check[]> {
  const where = formatAddress(site.endpoint)
  try {
    const page = await timed(() =>
      sendRequest({ url: site.endpoint, signal: withDeadline(signal, requestMs) }, maxBytes),
    )
    const name = toText(parseJsonObject(page.result.body)?.name)
    if (page.result.status !== 200 || name === null) {
      const answer = { sha256: null, endpoint: site.endpoint }
      const { kind, detail } = classifyResponse(page.result, answer, new Date())
      const [line = '', ...todo] = (detail ?? 'not a printer').split('; ')
      const shape = 'PRINTER_ENDPOINT should look like https://example.org/api/3dprinter/1/'
      return [
        {
          level: 'fail',
          topic: 'site',
          line: `${line} at ${where}`,
          advice: kind === 'retryable' && todo.length > 0 ? todo.join('; ') : shape,
          needsChange: kind === 'misconfigured',
        },
      ]
    }
    return [
      { level: 'ok', topic: 'site', line: `"${name}" at ${where}, ${page.tookMs} ms` },
      ...checkTransport(site.endpoint),
      checkClock(page.result.headers.date),
      ...(await checkCredentials(site, picture, signal)),
    ]
  } catch (error) {
    if (!(error instanceof HttpError)) throw error
    return [
      {
        level: 'fail',
        topic: 'site',
        line: `no response from ${where} (${error.message})`,
        advice:
          adviseName(error.message, 'PRINTER_ENDPOINT') ??
          'Is this machine on the Internet, and is PRINTER_ENDPOINT right?',
      },
    ]
  }
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; tookMs: number }> {
  const startedAtMs = performance.now()
  const result = await work()
  return { result, tookMs: Math.round(performance.now() - startedAtMs) }
}

function checkTransport({ protocol, hostname }: URL): Check[] {
  const isNear = /^(localhost|127\.|10\.|192\.168\.|\[::1\])|\.local$/.test(hostname)
  if (protocol === 'https:' || isNear) return []
  return [
    {
      level: 'warn',
      topic: 'site',
      line: 'the password is sent unencrypted',
      advice: 'Use the https:// address in PRINTER_ENDPOINT.',
    },
  ]
}

function checkClock(siteDate: string | undefined): Check {
  const aheadMs = Date.now() - Date.parse(siteDate ?? '')
  if (Number.isNaN(aheadMs))
    return { level: 'note', topic: 'clock', line: 'the site sends no Date header' }
  const seconds = Math.round(Math.abs(aheadMs) / 1000)
  if (Math.abs(aheadMs) < farClockMs)
    return { level: 'ok', topic: 'clock', line: `within ${Math.max(1, seconds)} s of the site's` }
  return {
    level: 'fail',
    topic: 'clock',
    line: `${seconds} s ${aheadMs > 0 ? 'ahead of' : 'behind'} the site's`,
    advice:
      'Set the clock of this machine (timedatectl set-ntp true): otherwise pictures get wrong times.',
    needsChange: true,
  }
}

/**
 * Sends an empty report: the site checks the credentials first, then responds 400 because there is nothing to change. Then one
 * with an unknown field of the picture's size, which the site reads and ignores.
 */
async function checkCredentials(
  site: Site,
  picture: { bytes: number | null; intervalSeconds: number },
  signal: AbortSignal,
): Promise<Check[]> {
  const patch = (size: number) => {
    const probe = new Map([['doctor', 'x'.repeat(size)]])
    const { contentType, body } = renderMultipart(probe, null)
    const headers = {
      Authorization: renderAuthorization(site.credentials),
      'Content-Type': contentType,
    }
    const request = { url: site.endpoint, method: 'PATCH', headers, body } as const
    const limited = withDeadline(signal, requestMs)
    return timed(() => sendRequest({ ...request, signal: limited }, maxBytes))
  }
  const fail = (topic: Check['topic'], response: HttpResponse): Check => {
    const answer = { sha256: null, endpoint: site.endpoint }
    const result = classifyResponse(response, answer, new Date())
    const [line = '', ...todo] = (result.detail ?? 'the site accepted an empty report').split('; ')
    const advice = todo.length > 0 ? todo.join('; ') : strangerAdvice
    return { level: 'fail', topic, line, advice, needsChange: result.kind === 'misconfigured' }
  }
  const isRead = (response: HttpResponse) =>
    response.status === 400 && readProblemCode(response) !== null
  const empty = await patch(0)
  if (!isRead(empty.result)) return [fail('credentials', empty.result)]
  const accepted: Check = { level: 'ok', topic: 'credentials', line: 'accepted' }
  const size = picture.bytes ?? defaultProbeBytes
  const full = await patch(size)
  if (isRead(full.result)) return [accepted, checkSpeed(size, full.tookMs - empty.tookMs, picture)]
  if (full.result.status !== 413) return [accepted, fail('upload', full.result)]
  let [fits, tooLarge] = [0, size]
  while (tooLarge - fits > size / 50) {
    const middle = Math.floor((fits + tooLarge) / 2)
    if (isRead((await patch(middle)).result)) fits = middle
    else tooLarge = middle
  }
  const budgetKb = Math.max(1, Math.floor((fits - readingBytes) / 1000))
  const { line } = fail('upload', full.result)
  return [
    accepted,
    {
      level: 'fail',
      topic: 'upload',
      line: `${line}: it rejects a report of ${Math.ceil(size / 1000)} kB and accepts ${Math.floor(fits / 1000)} kB`,
      advice: `Increase its limit (nginx: client_max_body_size), or set BUDGET_KB=${budgetKb}.`,
      needsChange: true,
    },
  ]
}

const strangerAdvice =
  'Something in front of the site responds to PATCH requests: let them pass through the proxy, firewall or CDN.'

/** What a report contains in addition to its picture, at most. */
const readingBytes = 4_000

/** An upload may take this fraction of the interval, and at most `longestSeconds`. */
const partOfInterval = 1 / 3
const longestSeconds = 30

function checkSpeed(
  probeBytes: number,
  extraMs: number,
  { bytes, intervalSeconds }: { bytes: number | null; intervalSeconds: number },
): Check {
  // Too short to distinguish from normal variation in latency.
  const isFast = extraMs < 20
  const bytesPerSecond = (probeBytes / Math.max(20, extraMs)) * 1000
  const speed = `${isFast ? 'more than ' : 'about '}${Math.round((bytesPerSecond * 8) / 1000)} kbit/s`
  const topic = 'upload'
  const bearableSeconds = Math.min(longestSeconds, intervalSeconds * partOfInterval)
  const fittingKb = Math.floor((bytesPerSecond * bearableSeconds) / 1000)
  if (bytes === null)
    return { level: 'ok', topic, line: `${speed}: pictures of up to ${fittingKb} kB fit` }
  const seconds = bytes / bytesPerSecond
  const time = seconds < 1 ? 'less than 1 s' : `${Math.round(seconds)} s`
  const perDayMb = (bytes * (86_400 / intervalSeconds)) / 1_000_000
  const cost = `${perDayMb < 10 ? perDayMb.toFixed(1) : Math.round(perDayMb)} MB per day`
  const line = `${speed}: ${time} per picture of this size, ${cost}`
  if (seconds < bearableSeconds) return { level: 'ok', topic, line }
  return {
    level: 'warn',
    topic,
    line,
    advice: `Set BUDGET_KB=${Math.max(10, fittingKb)} to fit this connection.`,
  }
}
