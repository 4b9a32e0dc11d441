import { DomainError } from '#lib/core/errors.ts'
import type { Outbound } from '#lib/outbound/outbound.ts'
import { OutboundError } from '#lib/outbound/outbound-error.ts'
import type { ReadClient } from '#lib/owner/apps/client.ts'
import { getEnv } from './env.ts'

/** An app's page, and its logo, may each be so large. */
const maxBytes = 200_000
/** The owner waits for both. */
const timeoutMs = 5_000

/** Reads what is at an app's address, which anybody may have chosen. */
export function createClientReader(outbound: Pick<Outbound, 'fetch'>): {
  readClient: ReadClient
  /** An app's logo as a data URI, so that the owner's browser loads nothing from elsewhere; `null` where there is none. */
  findLogo(url: string | null): Promise<string | null>
} {
  async function get(url: string, accept: readonly string[]) {
    try {
      return await outbound.fetch({ url: new URL(url), accept, maxBytes, timeoutMs })
    } catch (error) {
      if (!(error instanceof OutboundError)) throw error
      throw new DomainError('invalid-fields', `${error.message}.`, { cause: error })
    }
  }
  return {
    async readClient(clientId) {
      const { parseClientMetadata } = await import('#lib/owner/apps/client-metadata.ts')
      const { status, headers, body, url } = await get(clientId, ['application/json', 'text/html'])
      if (status !== 200)
        throw new DomainError('invalid-fields', `it responds with status ${status}.`)
      const { link, 'content-type': contentType = '' } = headers
      return await parseClientMetadata(clientId, {
        contentType,
        body: body.toString('utf8'),
        url: url.href,
        link: Array.isArray(link) ? link.join(', ') : (link ?? null),
      })
    },
    async findLogo(url) {
      if (url === null) return null
      const found = await get(url, ['image/*']).catch(() => null)
      if (found === null || found.status !== 200) return null
      const type = /^image\/[a-z0-9.+-]+/i.exec(found.headers['content-type'] ?? '')?.[0]
      return type === undefined ? null : `data:${type};base64,${found.body.toString('base64')}`
    },
  }
}

/** For apps anywhere, also at home where the environment names their hosts. Loaded when an app asks. */
export async function openClientReader(): Promise<ReturnType<typeof createClientReader>> {
  const { createOutbound } = await import('#lib/outbound/outbound.ts')
  return createClientReader(createOutbound({ homeHosts: getEnv().homeHosts }))
}
