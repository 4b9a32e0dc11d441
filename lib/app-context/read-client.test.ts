import type { RequestListener } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { openHostileNetwork } from '#lib/outbound/hostile-network.fixture.ts'
import { identifyClient } from '#lib/owner/apps/client.ts'
import { createClientReader } from './read-client.ts'

/* An app that asks is found at its address on a real network. */

const page =
  (type: string, body: string | Buffer, headers = {}): RequestListener =>
  (_, response) =>
    response.writeHead(200, { 'content-type': type, ...headers }).end(body)

async function open() {
  const network = await openHostileNetwork()
  onTestFinished(network.close)
  const origin = `http://app.example:${network.publicPort}`
  return { network, origin, ...createClientReader(network.outbound) }
}

test('the owner sees an app’s own name and logo, and its answer goes where its page says', async () => {
  const { network, origin, readClient, findLogo } = await open()
  const logo = Buffer.from('logo')
  const html = `<link rel="redirect_uri" href="writer:/back"><div class="h-app"><img class="u-logo" src="/logo.png" alt=""><p class="p-name">Writer</p></div>`
  network.pages.set('/', page('text/html', html))
  network.pages.set('/logo.png', page('image/png', logo))
  const asked = { clientId: `${origin}/`, redirectUri: 'writer:/back' }
  const client = await identifyClient(asked, readClient)
  expect(client).toMatchObject({ name: 'Writer', redirectHost: 'writer:', unread: null })
  expect(await findLogo(client.logoUrl)).toBe(`data:image/png;base64,${logo.toString('base64')}`)
  expect(network.requests).toEqual(['/', '/logo.png'])
})

test('of an app that describes itself by JSON the same is found', async () => {
  const { network, origin, readClient } = await open()
  const clientId = `${origin}/app.json`
  const body = { client_id: clientId, client_name: 'Writer', redirect_uris: ['writer:/back'] }
  network.pages.set('/app.json', page('application/json', JSON.stringify(body)))
  const client = await identifyClient({ clientId, redirectUri: 'writer:/back' }, readClient)
  expect(client.name).toBe('Writer')
})

test('an address inside the network is never reached, neither as an app’s nor as its logo’s', async () => {
  const { network, origin, readClient, findLogo } = await open()
  const inside = `http://127.0.0.1:${network.insidePort}/`
  network.answers.set('inside.example', [['127.0.0.1']])
  const named = `http://inside.example:${network.insidePort}/`
  network.pages.set('/', page('text/html', '', { location: inside }))
  await expect(readClient(named)).rejects.toThrow('not a public address')
  for (const logo of [inside, named, null]) expect(await findLogo(logo)).toBeNull()
  network.pages.set('/moved', (_, response) => response.writeHead(302, { location: inside }).end())
  expect(await findLogo(`${origin}/moved`)).toBeNull()
  expect(network.inside).toBe(0)
})

test('a logo that is a page, too large or missing isn’t shown, and the app is', async () => {
  const { network, origin, findLogo } = await open()
  network.pages.set('/page', page('text/html', '<p>'))
  network.pages.set('/large', page('image/png', 'x'.repeat(200_001)))
  for (const path of ['/page', '/large', '/missing'])
    expect(await findLogo(origin + path)).toBeNull()
})
