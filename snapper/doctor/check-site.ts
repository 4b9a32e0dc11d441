import { HttpError, sendRequest, withDeadline } from '../http.ts'
import { parseJsonObject, toText } from '../json.ts'
import { formatAddress } from '../log.ts'
import { renderAuthorization, type Site } from '../upload.ts'
import { classifyResponse } from '../upload-result.ts'
import type { Check } from './check.ts'

const askMs = 20_000
const maxBytes = 1_048_576
const farClockMs = 5 * 60_000
/** Below the limit for a body of text. */
const probeBytes = 32_000

/** Does the site know the printer and us, is its clock ours, and how fast is the way there? Nothing is changed. */
export async function checkSite(
  site: Site,
  picture: { bytes: number | null; intervalSeconds: number },
  signal: AbortSignal,
): Promise<Check[]> {
  const where = formatAddress(site.endpoint)
  try {
    const page = await timed(() =>
      sendRequest({ url: site.endpoint, signal: withDeadline(signal, askMs) }, maxBytes),
    )
    const name = toText(parseJsonObject(page.result.body)?.name)
    if (page.result.status !== 200 || name === null)
      return [
        {
          level: 'fail',
          topic: 'site',
          line: `HTTP ${page.result.status} at ${where}, and no printer`,
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
        line: `no answer at ${where} (${error.message})`,
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
      line: 'the password travels in the clear',
      advice: 'Use the https:// address in PRINTER_ENDPOINT.',
    },
  ]
}

function checkClock(siteDate: string | undefined): Check {
  const aheadMs = Date.now() - Date.parse(siteDate ?? '')
  if (Number.isNaN(aheadMs))
    return { level: 'note', topic: 'clock', line: "the site doesn't tell its time" }
  const seconds = Math.round(Math.abs(aheadMs) / 1000)
  if (Math.abs(aheadMs) < farClockMs)
    return { level: 'ok', topic: 'clock', line: `within ${Math.max(1, seconds)} s of the site's` }
  return {
    level: 'fail',
    topic: 'clock',
    line: `${seconds} s ${aheadMs > 0 ? 'ahead of' : 'behind'} the site's`,
    advice: 'Set the clock of this machine (timedatectl set-ntp true): pictures get a wrong time.',
    needsChange: true,
  }
}

/** An empty report: the site looks at the credentials first, and then has nothing to change. */
async function checkCredentials(
  site: Site,
  picture: { bytes: number | null; intervalSeconds: number },
  signal: AbortSignal,
): Promise<Check[]> {
  const ask = (body: string) =>
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
          signal: withDeadline(signal, askMs),
        },
        maxBytes,
      ),
    )
  const empty = await ask('')
  if (empty.result.status !== 400) {
    const verdict = classifyResponse(empty.result, null, new Date())
    const [what = '', ...todo] = (verdict.detail ?? 'the site takes an empty report').split('; ')
    return [
      {
        level: 'fail',
        topic: 'credentials',
        line: `${what}`,
        ...(todo.length > 0 && { advice: todo.join('; ') }),
        needsChange: verdict.kind === 'misconfigured',
      },
    ]
  }
  // A field that no site knows: read, and thrown away.
  const full = await ask(`doctor=${'x'.repeat(probeBytes)}`)
  const accepted: Check = { level: 'ok', topic: 'credentials', line: 'accepted' }
  return [accepted, checkSpeed(full.tookMs - empty.tookMs, picture)]
}

/** An upload may take so long of an interval, and so long at all. */
const partOfInterval = 1 / 3
const longestSeconds = 30

function checkSpeed(
  extraMs: number,
  { bytes, intervalSeconds }: { bytes: number | null; intervalSeconds: number },
): Check {
  // Too short to be told from the ups and downs of the way.
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
  const cost = `${perDayMb < 10 ? perDayMb.toFixed(1) : Math.round(perDayMb)} MB a day`
  const line = `${speed}: ${time} a picture like this one, ${cost}`
  if (seconds < bearableSeconds) return { level: 'ok', topic, line }
  return {
    level: 'warn',
    topic,
    line,
    advice: `Set BUDGET_KB=${Math.max(10, fittingKb)}: that fits the line.`,
  }
}
