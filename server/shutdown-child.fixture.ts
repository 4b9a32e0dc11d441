import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { createHttpServer } from './http-server.ts'
import { stopOnSignal } from './shutdown.ts'

/** A site whose one route reads bodies; a process of its own, to receive a signal. */
const log = pino({ base: null })
const httpServer = createHttpServer({
  async handler(request, response) {
    let bytes = 0
    for await (const chunk of request) bytes += (chunk as Buffer).length
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ bytes }))
  },
  siteUrl: 'http://localhost:3000',
  trustedProxies: 0,
  hasPublicCache: true,
  log,
})
httpServer.server.listen(0, '127.0.0.1')
await once(httpServer.server, 'listening')
stopOnSignal({
  httpServer,
  log,
  drainMs: Number(process.argv[2]),
  close: async () => log.info('closing the store'),
})
process.send?.((httpServer.server.address() as AddressInfo).port)
