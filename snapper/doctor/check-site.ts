import { HttpError, sendRequest, withDeadline } from '../http.ts'
import { parseJsonObject, toText } from '../json.ts'
import { formatAddress } from '../log.ts'
import { renderAuthorization, type Site } from '../upload.ts'
import { classifyResponse } from '../upload-result.ts'
import type { Check } from './check.ts'

const requestMs = 20_000
const maxBytes = 1_048_576
const farClockMs = 5 * 60_000
/** Below the site's limit for a text body. */
const probeBytes = 32_000

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
    if (page.result.status !== 200 || name === null)
      return [
        {
          level: 'fail',
          topic: 'site',
          line: `HTTP ${page.result.status} from ${where}, which is not a printer`,
          advice: 'PRINTER_ENDPOINT should look like https://example.org/api/3dprinter/1/',
          needsChange: true,
        },
      ]
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
        advice: 'Is this machine on the Internet, and is PRINTER_ENDPOINT right?',
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

/** Sends an empty report: the site checks the credentials first, then responds 400 because there is nothing to change. */
async function checkCredentials(
  site: Site,
  picture: { bytes: number | null; intervalSeconds: number },
  signal: AbortSignal,
): Promise<Check[]> {
  const patch = (body: string) =>
    timed(() =>
      sendRequest(
        {
          url: site.endpoint,
          method: 'PATCH',
          headers: {
            Authorization: renderAuthorization(site.credentials),
            'Content-Type': 'application/x-www-form-urlencoded',
          },
          body: [Buffer.from(body)],
          signal: withDeadline(signal, requestMs),
        },
        maxBytes,
      ),
    )
  const empty = await patch('')
  if (empty.result.status !== 400) {
    const result = classifyResponse(empty.result, null, new Date())
    const [what = '', ...todo] = (result.detail ?? 'the site accepted an empty report').split('; ')
    return [
      {
        level: 'fail',
        topic: 'credentials',
        line: `${what}`,
        ...(todo.length > 0 && { advice: todo.join('; ') }),
        needsChange: result.kind === 'misconfigured',
      },
    ]
  }
  // An unknown field: the site reads and ignores it.
  const full = await patch(`doctor=${'x'.repeat(probeBytes)}`)
  const accepted: Check = { level: 'ok', topic: 'credentials', line: 'accepted' }
  return [accepted, checkSpeed(full.tookMs - empty.tookMs, picture)]
}

/** An upload may take this fraction of the interval, and at most `longestSeconds`. */
const partOfInterval = 1 / 3
const longestSeconds = 30

function checkSpeed(
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
