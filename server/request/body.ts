import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { BodyRate } from './limits.ts'

export type BodyError = 'too-slow' | 'too-large'

interface Monitored {
  request: IncomingMessage
  /** A request that was destroyed no longer has one. */
  socket: Socket
  maxBytes: number
  onError: (error: BodyError) => void
  startBytes: number
  /** Bytes received at each check, oldest first; one window's worth. */
  samples: number[]
}

/**
 * Monitors the rate and size of bodies by counting the socket's bytes, so that nothing comes between the socket and its reader.
 * While the site's own reader is behind, time doesn't count: that isn't the client's doing.
 */
export function createBodyMonitor(rate: BodyRate) {
  const monitored = new Set<Monitored>()
  const windowChecks = Math.max(1, Math.round(rate.windowMs / rate.checkEveryMs))
  const minBytesPerWindow = (rate.minBytesPerSecond * rate.windowMs) / 1_000
  const timer = setInterval(() => {
    for (const one of monitored) check(one)
  }, rate.checkEveryMs).unref()

  function check(one: Monitored): void {
    const { request, socket, samples } = one
    if (request.complete || socket.destroyed) {
      monitored.delete(one)
      return
    }
    const bytes = socket.bytesRead
    if (bytes - one.startBytes > one.maxBytes) {
      fail(one, 'too-large')
      return
    }
    if (request.readableLength >= request.readableHighWaterMark) return
    samples.push(bytes)
    if (samples.length <= windowChecks) return
    const earliest = samples.shift() ?? 0
    if (bytes - earliest < minBytesPerWindow) fail(one, 'too-slow')
  }

  function fail(one: Monitored, error: BodyError): void {
    monitored.delete(one)
    one.onError(error)
  }

  return {
    add(request: IncomingMessage, maxBytes: number, onError: (error: BodyError) => void): void {
      const { socket } = request
      const startBytes = socket.bytesRead
      monitored.add({ request, socket, maxBytes, onError, startBytes, samples: [startBytes] })
    },
    close(): void {
      clearInterval(timer)
    },
  }
}

/**
 * Makes it harmless that a route stops reading a body early. Node would end the request's stream with the rest unread: the socket
 * is never read again, and a client that sends everything before it reads, as python-requests does, hangs and never sees the
 * response. Here the rest is read and discarded; the monitor bounds how long and how much.
 */
export function discardUnreadBody(request: IncomingMessage): void {
  const { socket } = request
  const destroy = request.destroy
  request.destroy = (error) => {
    // Node's stream helpers detach the socket first, so that it survives.
    request.socket = socket
    if (socket.destroyed || request.complete) return destroy.call(request, error)
    // A reader by 'readable' leaves its listener behind, and a stream with one doesn't flow.
    request.removeAllListeners('readable')
    setImmediate(() => request.resume())
    return request
  }
}

/**
 * Sends "100 Continue" when the body is first read, not before: a request that is rejected by its headers never sends its ten
 * megabytes.
 */
export function sendContinueOnRead(request: IncomingMessage, response: ServerResponse): void {
  const read = request._read
  request._read = (size) => {
    request._read = read
    if (!response.headersSent) response.writeContinue()
    read.call(request, size)
  }
}
