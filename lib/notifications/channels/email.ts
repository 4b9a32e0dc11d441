import { z } from 'zod'
import { escapeMarkup } from '#lib/core/escape-markup.ts'
import type { Message } from '../message.ts'
import type { ChannelKind } from './channel-kind.ts'
import { homeField } from './fields.ts'
import { sendMail } from './mail-server.ts'

const mailAddress = z.email({ error: 'is not a mail address' })
const settings = z.object({
  server: z
    .url({
      protocol: /^smtps?$/,
      error: 'is not an address; write smtp://mail.example.org:587 or smtps://mail.example.org',
    })
    .refine(
      (text) => !/^\w+:\/\/[^/]*@/.test(text),
      'has no user in it; give user and password apart',
    )
    .describe('The mail server; smtp:// uses STARTTLS, smtps:// is TLS from the beginning.'),
  user: z
    .string()
    .min(1)
    .max(200)
    .nullable()
    .default(null)
    .describe('The user at the server, if it wants one.'),
  from: mailAddress.describe('The address that the messages are from.'),
  to: mailAddress.describe('The address that they are sent to.'),
  home: homeField.meta({
    title: 'The server may be one at home',
    description: 'Then it also may be without TLS.',
  }),
})
const secrets = z.object({
  password: z
    .string()
    .min(4)
    .max(400)
    .nullable()
    .default(null)
    .describe('The user’s password, if it wants one.'),
})

/** A message has the same Message-ID at each try, so that mail programs show it once. */
export const email: ChannelKind = {
  kind: 'email',
  title: 'E-mail',
  settings,
  secrets,
  async send(channel, message, { timeoutMs }) {
    const { server, user, from, to, home } = settings.parse(channel.settings)
    const { password } = secrets.parse(channel.secrets)
    const { hostname: site } = new URL(message.url)
    const auth = user === null ? null : { user, pass: password ?? '' }
    const mail = {
      from,
      to,
      date: message.at,
      subject: message.title,
      messageId: `<${message.id}@${site}>`,
      // RFC 2919, and RFC 3834: no vacation replies.
      headers: { 'List-Id': `<notifications.${site}>`, 'Auto-Submitted': 'auto-generated' },
      text: [message.text, message.url].filter(Boolean).join('\n\n'),
      html: writeHtml(message),
    }
    return await sendMail(new URL(server), mail, { auth, isHome: home, timeoutMs })
  },
}

function writeHtml({ text, url, picture }: Message): string {
  const lines = text.split('\n').map(escapeMarkup).join('<br>')
  const image =
    picture &&
    `<img src="${escapeMarkup(picture.url)}" alt="${escapeMarkup(picture.alt)}" width="600">`
  return `<p>${lines}</p><p><a href="${escapeMarkup(url)}">${image ?? 'Open the page'}</a></p>`
}
