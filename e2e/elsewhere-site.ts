import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test as base } from './site.ts'

/** A page on another site. */
export const test = base.extend<{ openElsewhere: (body: string) => Promise<string> }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
  openElsewhere: async ({}, use) => {
    const servers: Server[] = []
    await use(async (body) => {
      const server = createServer((_, response) =>
        response
          .writeHead(200, { 'content-type': 'text/html' })
          .end(`<!doctype html><title>Elsewhere</title>${body}`),
      ).listen(0, '127.0.0.1')
      servers.push(server)
      await once(server, 'listening')
      return `http://localhost:${(server.address() as AddressInfo).port}/`
    })
    for (const server of servers) server.close()
  },
})

export { expect } from './site.ts'
