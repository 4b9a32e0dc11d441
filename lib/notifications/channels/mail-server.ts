import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { SendMailOptions } from 'nodemailer'
import { getLiteral, isPublicAddress, isPublicOrHomeAddress } from '#lib/outbound/public-address.ts'
import { resolveBySystem } from '#lib/outbound/resolve-host.ts'
import { pin } from '#lib/outbound/send-to-address.ts'
import type { Answer, Failure } from './channel-kind.ts'

interface MailServerOptions {
  auth: { user: string; pass: string } | null
  isHome: boolean
  timeoutMs: number
}

/**
 * Sends a mail over a connection to an address that was checked. A public one has to offer TLS with a valid certificate. Never throws.
 * @param url `smtp:` or `smtps:`
 */
export async function sendMail(
  url: URL,
  mail: SendMailOptions,
  { auth, isHome, timeoutMs }: MailServerOptions,
): Promise<Answer> {
  // 13 MB in memory, only where a channel needs it.
  const { createTransport } = await import('nodemailer')
  const signal = AbortSignal.timeout(timeoutMs)
  let socket: Socket | null = null
  try {
    const connection = await open(url, isHome, signal)
    socket = connection
    signal.addEventListener('abort', () => connection.destroy())
    const isPublic = isPublicAddress(connection.remoteAddress ?? '')
    const transport = createTransport({
      host: url.hostname,
      connection,
      secure: url.protocol === 'smtps:',
      requireTLS: isPublic,
      tls: { rejectUnauthorized: isPublic },
      ...(auth !== null && { auth }),
    })
    const { response } = await transport.sendMail(mail)
    return { ...toAnswer(response), retryAfterMs: null }
  } catch (error) {
    return signal.aborted
      ? { status: null, text: `No response within ${timeoutMs / 1000} s.`, retryAfterMs: null }
      : describeError(error)
  } finally {
    socket?.destroy()
  }
}

async function open(url: URL, isHome: boolean, signal: AbortSignal): Promise<Socket> {
  const { hostname, host } = url
  const literal = getLiteral(url)
  const addresses = literal === null ? await resolveBySystem(hostname, signal) : [literal]
  if (addresses.length === 0) throw new Error(`${hostname} has no address.`)
  if (!addresses.every(isHome ? isPublicOrHomeAddress : isPublicAddress))
    throw new Error(`${host} is not a public address. Allow one at home with --home.`)
  const port = Number(url.port) || (url.protocol === 'smtps:' ? 465 : 587)
  const socket = connect({ host: literal ?? hostname, port, lookup: pin(addresses) })
  await once(socket, 'connect', { signal })
  return socket
}

/** "250 2.0.0 queued" */
const toAnswer = (response: string) => ({
  status: Number(response.slice(0, 3)),
  text: response.slice(4),
})

/** RFC 5321, 4.2.1: 4yz passes, 5yz doesn't. Before DATA it is about the addresses, the user or the server. */
function describeError(error: unknown): Answer {
  const { message, response, command, code } = Object(error)
  const text = String(message ?? error)
  if (typeof response !== 'string')
    return {
      status: null,
      text,
      retryAfterMs: null,
      failure: code === 'ETLS' ? 'refused' : 'passing',
    }
  const lasting: Failure = command === 'DATA' ? 'invalid' : 'refused'
  const { status, text: reason } = toAnswer(response)
  const failure = status >= 500 ? lasting : 'passing'
  return { status, text: reason, retryAfterMs: null, failure }
}
