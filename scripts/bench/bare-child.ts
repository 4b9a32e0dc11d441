import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The least that Node can do with these bytes: the measure for everything that does more. */
const { body, etag }: { body: string; etag: string } = JSON.parse(process.argv[2] ?? '{}')
const length = Buffer.byteLength(body)
const server = createServer((request, response) => {
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, { etag })
    response.end()
    return
  }
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': length, etag })
  response.end(body)
})
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo // over TCP, so neither text nor null
  console.log(JSON.stringify({ msg: 'ready', url: `http://127.0.0.1:${port}` }))
})
