import { once } from 'node:events'
import { createServer } from 'node:net'

/** Below what systems give to outgoing connections (32768 on Linux, 49152 elsewhere), which take a port at any time. */
const lowest = 20_000
const highest = 32_000

/** Returns a port of the loopback that nothing listens on, without `wanted` a random one. @throws Error where `wanted` is taken */
export async function findFreePort(wanted?: number): Promise<number> {
  const port = wanted ?? lowest + Math.floor(Math.random() * (highest - lowest))
  const probe = createServer()
  probe.listen(port, '127.0.0.1')
  try {
    await once(probe, 'listening')
  } catch (error) {
    if (wanted !== undefined) throw error
    return await findFreePort()
  }
  probe.close()
  await once(probe, 'close')
  return port
}
