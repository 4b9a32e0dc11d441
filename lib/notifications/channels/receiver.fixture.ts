import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo, Server } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

export interface ReceivedRequest {
  method: string
  path: string
  headers: IncomingHttpHeaders
  body: string
}

export interface Receiver {
  /** `http://127.0.0.1:port/` */
  url: string
  received: ReceivedRequest[]
  close(): Promise<void>
}

/** A real HTTP server that receives messages. `answer` responds; by default 200. */
export async function startReceiver(
  answer: (response: ServerResponse, request: ReceivedRequest) => void = (response) =>
    response.end('thanks'),
): Promise<Receiver> {
  const received: ReceivedRequest[] = []
  const server = createServer(async (message, response) => {
    const body = Buffer.concat(await message.toArray()).toString()
    const { method = '', url: path = '', headers } = message
    const request = { method, path, headers, body }
    received.push(request)
    answer(response, request)
  })
  return {
    url: `http://127.0.0.1:${await listen(server)}/`,
    received,
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port // over TCP
}

export const mailUser = { user: 'snapper', password: 'not-to-be-shown' }

/** What a mail server does at each step of a mail; by default it takes it. */
export type MailAnswers = Pick<
  SMTPServerOptions,
  'onConnect' | 'onMailFrom' | 'onRcptTo' | 'disabledCommands'
> & {
  onText?: (callback: (error: Error | null, text?: string) => void) => void
}

/** An SMTP response that refuses. */
export const refuseMail = (responseCode: number, text: string) =>
  Object.assign(new Error(text), { responseCode })

/** A real mail server, at `smtp://127.0.0.1:port`. The headers and the text of a mail are those that it received, decoded. */
export async function startMailReceiver(answers: MailAnswers = {}): Promise<Receiver> {
  const received: ReceivedRequest[] = []
  const { onText = (callback) => callback(null, 'thanks'), ...steps } = answers
  const server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    closeTimeout: 10,
    onAuth: ({ username, password }, _, callback) =>
      username === mailUser.user && password === mailUser.password
        ? callback(null, { user: username })
        : callback(refuseMail(535, `5.7.8 Wrong password ${password}`)),
    async onData(stream, session, callback) {
      const text = Buffer.concat(await stream.toArray()).toString()
      const path = session.secure ? 'TLS' : 'plain'
      received.push({ method: 'MAIL', path, headers: {}, body: decodeMail(text) })
      onText(callback)
    },
    ...steps,
  })
  const port = await listen(server.server)
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    async close() {
      const { promise, resolve } = Promise.withResolvers<void>()
      server.close(resolve)
      await promise
    },
  }
}

/** Unfolds headers, and decodes quoted-printable. */
function decodeMail(text: string): string {
  const bytes = text
    .replaceAll(/\r\n[ \t]+/g, ' ')
    .replaceAll(/=\?utf-8\?q\?(.*?)\?= ?/gi, (_, word: string) => word.replaceAll('_', ' '))
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    )
  return Buffer.from(bytes, 'latin1').toString()
}
