import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Closes the connections of a server that stops, each as soon as its response is complete. */
export interface Draining {
  /** Must be called with each request before its response is sent. */
  noteRequest(request: IncomingMessage, response: ServerResponse): void
  /** Must be called with each response that isn't sent at once. */
  noteOpenResponse(response: ServerResponse): void
  /** From now on, closes each connection after its response, and connections without a request at once. */
  begin(): void
}

export function createDraining(server: Server): Draining {
  // Node doesn't count a connection that has never sent anything as idle, and would wait for it.
  const unused = new Set<Socket>()
  const openResponses = new Set<ServerResponse>()
  let hasBegun = false

  /** One function for all connections: a closure for each takes 0.2 kB. */
  function forget(this: Socket): void {
    unused.delete(this)
  }

  server.on('connection', (socket: Socket) => {
    unused.add(socket)
    socket.on('close', forget)
  })

  return {
    noteRequest({ socket }, response) {
      unused.delete(socket)
      if (hasBegun) response.shouldKeepAlive = false
    },
    noteOpenResponse(response) {
      openResponses.add(response)
      response.once('close', () => openResponses.delete(response))
    },
    begin() {
      hasBegun = true
      for (const response of openResponses) response.shouldKeepAlive = false
      for (const socket of unused) if (socket.bytesRead === 0) socket.destroy()
    },
  }
}
