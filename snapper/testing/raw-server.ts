import { createServer } from 'node:net'
import { onTestFinished } from 'vitest'

/** Responds to each request with exactly these bytes, then closes the connection, or keeps it open. */
export async function startRawServer(
  respond: (request: string) => Buffer | string,
  { staysOpen = false } = {},
): Promise<{ url: URL; requests: string[] }> {
  const requests: string[] = []
  const server = createServer((socket) => {
    let request = ''
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      request += chunk.toString('latin1')
      if (!request.includes('\r\n\r\n')) return
      requests.push(request)
      socket.write(respond(request))
      if (!staysOpen) socket.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  return { url: new URL(`http://127.0.0.1:${port}/`), requests }
}
