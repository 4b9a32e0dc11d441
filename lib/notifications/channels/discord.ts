import { z } from 'zod'
import type { ChannelKind } from './channel-kind.ts'
import { addressField, homeField } from './fields.ts'
import { readJson, shorten, withRetryAfter } from './read-answer.ts'

const settings = z.object({ home: homeField })
const secrets = z.object({
  webhook: addressField
    .regex(/\/webhooks\/\d+\/[-_A-Za-z0-9]{8,}/, 'is not the address of a Discord webhook')
    .describe('The address of the webhook, from the integrations of a Discord channel.'),
})
const colors: Record<string, number> = { 4: 0xd9_77_06, 5: 0xdc_26_26 }
/** Names of files would be italic or struck through. */
const escapeMarkdown = (text: string) => text.replaceAll(/[\\*_~`|>#[\]]/g, '\\$&')

/**
 * https://docs.discord.com/developers/resources/webhook#execute-webhook, limits of an embed:
 * https://docs.discord.com/developers/resources/message#embed-object-embed-limits. The address is the secret. Discord has no id against
 * doubles.
 */
export const discord: ChannelKind = {
  kind: 'discord',
  title: 'Discord',
  settings,
  secrets,
  async send(channel, message, { request }) {
    const { home } = settings.parse(channel.settings)
    const url = new URL(secrets.parse(channel.secrets).webhook)
    // The answer is given after the message was stored, with 200 instead of 204.
    url.searchParams.set('wait', 'true')
    const { title, text, url: page, picture, at, priority } = message
    const color = colors[priority]
    const embed = {
      title: escapeMarkdown(shorten(title, 200)),
      description: escapeMarkdown(shorten(text, 2000)),
      url: page,
      timestamp: at.toISOString(),
      ...(color !== undefined && { color }),
      ...(picture !== null && { image: { url: picture.url } }),
    }
    const body = JSON.stringify({ embeds: [embed], allowed_mentions: { parse: [] } })
    const headers = { 'content-type': 'application/json' }
    const answer = await request({ url, headers, body, isHome: home })
    // https://docs.discord.com/developers/topics/rate-limits: seconds, with a fraction.
    const { retry_after: seconds } = readJson(answer)
    return answer.status === 429 ? withRetryAfter(answer, Number(seconds) * 1000) : answer
  },
}
