import type { Outbound } from '#lib/outbound/outbound.ts'
import { OutboundError } from '#lib/outbound/outbound-error.ts'
import type { Outcome } from '../types.ts'
import { parseMicroformats } from './entry.ts'
import { readMention } from './read-mention.ts'
import type { SourceJob } from './revive-outcome.ts'

const accept = ['text/html', 'application/xhtml+xml']

/** Fetches a source, and what it names as its author's page. */
export async function readSource(
  outbound: Pick<Outbound, 'fetch'>,
  { source, targetUrl }: SourceJob,
): Promise<Outcome> {
  try {
    const { status, body, url } = await outbound.fetch({ url: new URL(source), accept })
    if (status === 410 || status === 404)
      return { kind: 'absent', reason: `The source answers ${status}.` }
    if (status !== 200) return { kind: 'failed', reason: `The source answers ${status}.` }
    const about = { source, url: url.href, targetUrl }
    return await readMention(body.toString(), about, async (authorUrl) => {
      const page = await outbound.fetch({ url: new URL(authorUrl), accept }).catch(() => null)
      return page?.status === 200 ? parseMicroformats(page.body.toString(), page.url.href) : null
    })
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error
    return { kind: isFinal(error) ? 'absent' : 'failed', reason: `${error.message}.` }
  }
}

/** What would be the same at the next try. */
export function isFinal({ code }: OutboundError): boolean {
  return ['invalid-url', 'forbidden-address', 'media-type', 'too-large'].includes(code)
}
