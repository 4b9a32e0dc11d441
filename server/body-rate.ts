import type { IncomingMessage } from 'node:http'
import type { BodyRate } from './limits.ts'

export type BodyFault = 'too-slow' | 'too-large'

interface Watched {
  request: IncomingMessage
  onFault: (fault: BodyFault) => void
  startBytes: number
  /** Bytes received at each check, oldest first; a window's worth. */
  samples: number[]
}

/**
 * Watches bodies on their way in by counting the socket's bytes, so that nothing stands between the socket and who reads it.
 * While our own reader is behind, time doesn't count: that is not the caller's fault.
 */
export function createBodyWatch(rate: BodyRate, maxBodyBytes: number) {
  const watched = new Set<Watched>()
  const windowChecks = Math.max(1, Math.round(rate.windowMs / rate.checkEveryMs))
  const minBytesPerWindow = (rate.minBytesPerSecond * rate.windowMs) / 1_000
  const timer = setInterval(() => {
    for (const one of watched) check(one)
  }, rate.checkEveryMs).unref()

  function check(one: Watched): void {
    const { request, samples } = one
    if (request.complete || request.socket.destroyed) {
      watched.delete(one)
      return
    }
    const bytes = request.socket.bytesRead
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

  function fail(one: Watched, fault: BodyFault): void {
    watched.delete(one)
    one.onFault(fault)
  }

  return {
    watch(request: IncomingMessage, onFault: (fault: BodyFault) => void): void {
      const startBytes = request.socket.bytesRead
      watched.add({ request, onFault, startBytes, samples: [startBytes] })
    },
    close(): void {
      clearInterval(timer)
    },
  }
}
