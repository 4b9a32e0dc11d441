import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

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
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // over TCP
  return {
    url: `http://127.0.0.1:${port}/`,
    received,
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
