import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { BodyRate } from './limits.ts'

export type BodyError = 'too-slow' | 'too-large'

interface Watched {
  request: IncomingMessage
  /** Kept, since a request that was destroyed has none. */
  socket: Socket
  onFault: (fault: BodyError) => void
  startBytes: number
  /** Bytes received at each check, oldest first; a window's worth. */
  samples: number[]
}

/**
 * Watches bodies on their way in by counting the socket's bytes, so that nothing stands between the socket and who reads it.
 * While our own reader is behind, time doesn't count: that is not the caller's fault.
 */
export function createBodyMonitor(rate: BodyRate, maxBodyBytes: number) {
  const watched = new Set<Watched>()
  const windowChecks = Math.max(1, Math.round(rate.windowMs / rate.checkEveryMs))
  const minBytesPerWindow = (rate.minBytesPerSecond * rate.windowMs) / 1_000
  const timer = setInterval(() => {
    for (const one of watched) check(one)
  }, rate.checkEveryMs).unref()

  function check(one: Watched): void {
    const { request, socket, samples } = one
    if (request.complete || socket.destroyed) {
      watched.delete(one)
      return
    }
    const bytes = socket.bytesRead
    if (bytes - one.startBytes > maxBodyBytes) {
      fail(one, 'too-large')
      return
    }
    if (request.readableLength >= request.readableHighWaterMark) return
    samples.push(bytes)
    if (samples.length <= windowChecks) return
    const earliest = samples.shift() ?? 0
    if (bytes - earliest < minBytesPerWindow) fail(one, 'too-slow')
  }

  function fail(one: Watched, fault: BodyError): void {
    watched.delete(one)
    one.onFault(fault)
  }

  return {
    watch(request: IncomingMessage, onFault: (fault: BodyError) => void): void {
      const { socket } = request
      const startBytes = socket.bytesRead
      watched.add({ request, socket, onFault, startBytes, samples: [startBytes] })
    },
    close(): void {
      clearInterval(timer)
    },
  }
}
