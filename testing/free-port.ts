import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'

/** Returns a port of the loopback that was free a moment ago; another process may take it in between. */
export async function findFreePort(wanted = 0): Promise<number> {
  const probe = createServer()
  probe.listen(wanted, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo // over TCP, so neither text nor null
  probe.close()
  await once(probe, 'close')
  return port
}
