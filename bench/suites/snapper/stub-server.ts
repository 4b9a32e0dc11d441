import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The printer's server, a camera (each picture under its own path) and a site in one, as fast as possible. */
export async function startStubServer(pictures: Record<string, Buffer>) {
  const received = { bytes: 0, image: Buffer.alloc(0) }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const path = request.url ?? ''
      const picture = pictures[path]
      if (picture) return response.setHeader('Content-Type', 'image/jpeg').end(picture)
      if (path.startsWith('/api/')) return response.end(responses[path.split('?')[0] ?? ''] ?? '{}')
      const body = Buffer.concat(chunks)
      received.bytes = body.length
      const start = body.indexOf('\r\n\r\n', body.indexOf('name="image"')) + 4
      const image = body.includes('name="image"')
        ? body.subarray(start, body.lastIndexOf(Buffer.from([0xff, 0xd9])) + 2)
        : null
      if (image !== null) received.image = Buffer.from(image)
      const sha256 = image && createHash('sha256').update(image).digest('hex')
      response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ id: 1, sha256 }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // it listens on a port
  return { base: `http://127.0.0.1:${port}`, received, close: () => server.close() }
}

const responses: Record<string, string> = {
  '/api/version': '{"server":"1.11.8","text":"OctoPrint 1.11.8"}',
  '/api/settings': '{"webcam":{}}',
  '/api/job':
    '{"state":"Printing","progress":{"completion":42.5},"job":{"file":{"name":"a.gcode"}}}',
  '/api/printer': '{"state":{"text":"Printing","flags":{"operational":true,"printing":true}}}',
}
