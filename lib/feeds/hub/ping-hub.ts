import { createOutbound, type Outbound } from '#lib/outbound/outbound.ts'

/**
 * Announces to a hub that feeds have changed. WebSub leaves it open how (https://www.w3.org/TR/websub/#publishing); hubs take what
 * PubSubHubbub 0.4, section 7.1, says, a form with `hub.mode=publish` and `hub.url`, and some of them `hub.topic` instead (Flask-WebSub).
 * One request for each feed, because not all hubs read several addresses.
 * @returns why it failed; `null`: the hub knows
 */
export async function pingHub(
  hubUrl: string,
  feedUrls: readonly string[],
  { outbound = createOutbound(), reach = 'chosen' }: PingOptions = {},
): Promise<string | null> {
  for (const feedUrl of feedUrls) {
    const form = { 'hub.mode': 'publish', 'hub.url': feedUrl, 'hub.topic': feedUrl }
    const body = new URLSearchParams(form).toString()
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    try {
      const url = new URL(hubUrl)
      const response = await outbound.open({ url, reach, method: 'POST', headers, body })
      response.body.cancel()
      const { status } = response
      if (status < 200 || status >= 300) return `It answered ${status}.`
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    }
  }
  return null
}

interface PingOptions {
  outbound?: Outbound
  reach?: 'chosen' | 'home'
}
