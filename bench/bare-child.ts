import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface BareResponse {
  /** JSON as text; with an encoding a page in base64. */
  body: string
  etag: string
  encoding?: string
}

/** The fastest way to send these bytes with Node: the reference for everything that does more. */
const stored: BareResponse = JSON.parse(process.argv[2] ?? '{}')
const { etag, encoding } = stored
const body = encoding === undefined ? stored.body : Buffer.from(stored.body, 'base64')
const length = Buffer.byteLength(body)
const type = encoding === undefined ? 'application/json' : 'text/html; charset=utf-8'
const encoded = encoding === undefined ? {} : { 'content-encoding': encoding }
const server = createServer((request, response) => {
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, { etag })
    response.end()
    return
  }
  const fields = { 'content-type': type, ...encoded, 'content-length': length, etag }
  response.writeHead(200, fields)
  response.end(body)
})
// As the site; Node's own 5 s would close the connections that a suite counts.
server.keepAliveTimeout = 65_000
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo // over TCP, so neither text nor null
  console.log(JSON.stringify({ msg: 'ready', url: `http://127.0.0.1:${port}` }))
})
