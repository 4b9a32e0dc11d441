/*
 * Loaded into a measured site: what it sends to a push service goes to the benchmark's own one, on PUSH_STUB_PORT. All else is as in
 * production, with the name's look-up, the check of the address, and a TLS connection for each message.
 */
import dns from 'node:dns/promises'
import https from 'node:https'
import { syncBuiltinESMExports } from 'node:module'

const port = Number(process.env.PUSH_STUB_PORT)
const request = https.request

Object.assign(dns.Resolver.prototype, {
  resolve4: async () => ['142.250.185.10'],
  resolve6: async () => [],
})
https.request = ((url: URL, options: https.RequestOptions) => {
  const local = new URL(`https://127.0.0.1:${port}${url.pathname}`)
  return request(local, { ...options, rejectUnauthorized: false })
}) as typeof https.request
syncBuiltinESMExports()
