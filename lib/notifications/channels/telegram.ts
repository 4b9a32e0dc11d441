import { z } from 'zod'
import { escapeMarkup } from '#lib/core/escape-markup.ts'
import type { Answer, ChannelKind } from './channel-kind.ts'
import { addressField, homeField, joinAddress, postJson } from './fields.ts'
import { readJson, shorten, withRetryAfter } from './read-answer.ts'

const settings = z.object({
  chat: z
    .string()
    .regex(/^(-?\d{1,20}|@\w{4,32})$/, 'is a number, or the @name of a channel')
    .describe('The chat: its number, or the @name of a public channel.'),
  url: addressField.default('https://api.telegram.org').describe('The Bot API server.'),
  home: homeField,
})
const secrets = z.object({
  token: z
    .string()
    .regex(/^\d{1,20}:[-_A-Za-z0-9]{20,100}$/, 'is not the token of a bot, such as 123456:ABC...')
    .describe('The token of the bot, from @BotFather.'),
})

/** https://core.telegram.org/bots/api#sendphoto, #sendmessage, #responseparameters. The Bot API has no id against doubles. */
export const telegram: ChannelKind = {
  kind: 'telegram',
  title: 'Telegram',
  settings,
  secrets,
  async send(channel, { title, text, url: page, picture, priority }, { request }) {
    const { chat, url, home } = settings.parse(channel.settings)
    const { token } = secrets.parse(channel.secrets)
    /** Characters are counted without the markup. */
    const write = (limit: number) =>
      `<b>${escapeMarkup(shorten(title, 200))}</b>\n${escapeMarkup(shorten(text, limit - 300))}\n<a href="${escapeMarkup(page)}">Open the page</a>`
    const common = { chat_id: chat, parse_mode: 'HTML', disable_notification: priority < 3 }
    const call = async (method: string, content: object) => {
      const to = joinAddress(url, `/bot${token}/${method}`)
      return judge(await request(postJson(to, { ...common, ...content }, home)))
    }
    if (picture !== null) {
      const answer = await call('sendPhoto', { photo: picture.url, caption: write(1024) })
      // Telegram loads the picture itself, which it may not be able to.
      if (answer.failure !== 'invalid') return answer
    }
    return await call('sendMessage', { text: write(4096) })
  },
}

function judge(answer: Answer): Answer {
  const { description, parameters } = readJson(answer)
  const { retry_after: seconds } = Object(parameters)
  if (answer.status === 429) return withRetryAfter(answer, Number(seconds) * 1000)
  if (answer.status !== 400) return answer
  const isChat = /chat not found|chat_id|upgraded to a supergroup/.test(String(description))
  return { ...answer, failure: isChat ? 'refused' : 'invalid' }
}
