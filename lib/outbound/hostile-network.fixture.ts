import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net'
import { createOutbound, type Outbound, type OutboundOptions } from './outbound.ts'
import { isPublicAddress } from './public-address.ts'

/** The one address of this machine that counts as public. */
const publicAddress = '127.0.0.2'

export interface HostileNetwork {
  outbound: Outbound
  /** What DNS answers, in this order; the last answer stays. Names without an entry are the public server. */
  answers: Map<string, string[][]>
  lookups: string[]
  /** Of the public server, by path. */
  pages: Map<string, RequestListener>
  /** Raw bytes instead of a page. */
  sockets: Map<string, (socket: Socket) => void>
  requests: string[]
  publicPort: number
  insidePort: number
  /** Connections to anything but the public server. */
  readonly inside: number
  close(): Promise<void>
}

/** A public server, and one that listens on every other address of this machine and counts. */
export async function openHostileNetwork(
  options: Pick<OutboundOptions, 'turns'> = {},
): Promise<HostileNetwork> {
  let inside = 0
  const open = new Set<Socket>()
  const secret = createTcpServer((socket) => {
    inside += 1
    socket.on('error', () => undefined).destroy()
  })
  secret.listen(0, '::')
  await once(secret, 'listening')
  const pages: HostileNetwork['pages'] = new Map()
  const sockets: HostileNetwork['sockets'] = new Map()
  const requests: string[] = []
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    requests.push(path)
    const raw = sockets.get(path)
    if (raw !== undefined) raw(request.socket)
    else (pages.get(path) ?? ((_, missing) => missing.writeHead(404).end()))(request, response)
  })
  server.on('connection', (socket) => {
    open.add(socket)
    socket.on('error', () => undefined).once('close', () => open.delete(socket))
  })
  server.listen(0, publicAddress)
  await once(server, 'listening')
  const [publicPort, insidePort] = [server, secret].map(
    (one) => (one.address() as AddressInfo).port,
  )
  const answers: HostileNetwork['answers'] = new Map()
  const lookups: string[] = []
  return {
    outbound: createOutbound({
      ...options,
      isPublic: (address) => address === publicAddress || isPublicAddress(address),
      ports: [80, 443, publicPort ?? 0, insidePort ?? 0],
      async resolve(hostname) {
        lookups.push(hostname)
        const known = answers.get(hostname) ?? [[publicAddress]]
        return (known.length > 1 ? known.shift() : known[0]) ?? []
      },
    }),
    answers,
    lookups,
    pages,
    sockets,
    requests,
    publicPort: publicPort ?? 0,
    insidePort: insidePort ?? 0,
    get inside() {
      return inside
    },
    async close() {
      for (const socket of open) socket.destroy()
      server.close()
      secret.close()
      await Promise.all([once(server, 'close'), once(secret, 'close')])
    },
  }
}
