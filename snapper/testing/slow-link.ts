import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { createRandom } from '../../testing/random.ts'

export interface LineOptions {
  /** Upload rate; unlimited if absent. */
  bytesPerSecond?: number
  /** Fraction of connections that are reset at a random place, 0-1. */
  resets?: number
  /** Fraction of chunks after which the connection stalls for `stallMs`, 0-1. */
  stalls?: number
  stallMs?: number
  isDown?(): boolean
  /** How to wait; tests with a fake clock advance that instead. */
  pass?(ms: number): Promise<void>
}

const chunkBytes = 1460

/** A bad connection between the snapper and the site: a plain TCP proxy. */
export async function startLine(to: URL, options: LineOptions): Promise<URL> {
  const { bytesPerSecond, resets = 0, stalls = 0, stallMs = 0 } = options
  const { isDown = () => false, pass = sleep } = options
  const random = createRandom(42)

  async function carry(from: Socket, far: Socket): Promise<void> {
    // Before, during or after the request, so that sometimes only the response is lost.
    const resetAfter = random() < resets ? random() * 12_000 : Number.POSITIVE_INFINITY
    let carried = 0
    for await (const data of from) {
      for (let at = 0; at < data.length; at += chunkBytes) {
        const chunk = data.subarray(at, at + chunkBytes)
        carried += chunk.length
        if (carried > resetAfter) {
          from.resetAndDestroy()
          far.destroy()
          return
        }
        if (bytesPerSecond !== undefined) await pass((chunk.length / bytesPerSecond) * 1000)
        if (random() < stalls) await pass(stallMs)
        far.write(chunk)
      }
    }
    far.end()
  }

  const server = createServer((near) => {
    near.on('error', () => {})
    if (isDown()) return near.resetAndDestroy()
    const far = connect(Number(to.port), to.hostname)
    far.on('error', () => near.destroy())
    far.pipe(near)
    carry(near, far).catch(() => far.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
  })
  const address = server.address()
  const url = new URL(to)
  url.port = String(typeof address === 'object' ? address?.port : '')
  return url
}
