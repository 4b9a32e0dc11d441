import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { Transform } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'

/** `slow`: 300 ms for every piece; `truncating`: closes after 200 bytes of a response; `silent`: takes requests and says nothing. */
export type LinkFault = 'refusing' | 'silent' | 'slow' | 'truncating'

/** A TCP connection to a service that a test makes faulty. */
export interface FaultyLink {
  port: number
  /** Breaks open connections, too. `null`: works. */
  setFault(fault: LinkFault | null): void
  close(): void
}

export async function openFaultyLink(targetPort: number): Promise<FaultyLink> {
  const sockets = new Set<Socket>()
  let fault: LinkFault | null = null
  const server = createServer((client) => {
    sockets.add(client)
    client.on('close', () => sockets.delete(client)).on('error', () => undefined)
    if (fault === 'refusing') return client.resetAndDestroy()
    if (fault === 'silent') return client.resume()
    const target = connect(targetPort, '127.0.0.1')
    target.on('error', () => client.destroy()).on('close', () => client.destroy())
    client.on('close', () => target.destroy())
    client.pipe(target)
    if (fault === 'slow') target.pipe(delay()).pipe(client)
    else if (fault === 'truncating') target.pipe(truncate(client)).pipe(client)
    else target.pipe(client)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const breakAll = () => {
    for (const socket of sockets) socket.resetAndDestroy()
  }
  return {
    port: typeof address === 'object' ? (address?.port ?? 0) : 0,
    setFault(given) {
      fault = given
      breakAll()
    },
    close() {
      server.close()
      breakAll()
    },
  }
}

const delay = () =>
  new Transform({
    transform(chunk, _, done) {
      void sleep(300).then(() => done(null, chunk))
    },
  })

function truncate(client: Socket): Transform {
  let left = 200
  return new Transform({
    transform(chunk: Buffer, _, done) {
      this.push(chunk.subarray(0, left))
      left -= chunk.length
      if (left <= 0) client.end()
      done()
    },
  })
}
