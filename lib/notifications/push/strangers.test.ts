import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hostileHosts, setHostileAnswers } from '#lib/outbound/hostile-hosts.fixture.ts'
import { type HostileNetwork, openHostileNetwork } from '#lib/outbound/hostile-network.fixture.ts'
import { sendRequest } from '../channels/send-request.ts'
import { sampleMessage } from '../sample-message.fixture.ts'
import { createPushRequest } from './create-request.ts'
import { createBrowser } from './push-service.fixture.ts'
import { createPushKeys } from './vapid.ts'

let network: HostileNetwork
beforeAll(async () => {
  network = await openHostileNetwork({ turns: 4 })
  setHostileAnswers(network)
})
afterAll(() => network.close())

const at = new Date()
const vapid = { ...createPushKeys(), subject: 'https://example.org' }
const { subscription } = createBrowser('https://fcm.googleapis.com/fcm/send/a')
const push = (endpoint: string) =>
  sendRequest(
    createPushRequest({ ...subscription, endpoint }, vapid, sampleMessage, at),
    () => at,
    3_000,
    network.outbound,
  )

describe('a visitor’s push service', () => {
  test.each(hostileHosts.filter((host) => URL.canParse(`https://${host}/`)))(
    'at %s gets no connection',
    async (host) => {
      for (const port of [network.insidePort, 443]) {
        const { status, text } = await push(`https://${host}:${port}/x`)
        expect(status).toBeNull()
        expect(text).toMatch(/is not a public address$|has no address|comes with a user/)
      }
      expect(network.inside).toBe(0)
    },
  )

  test.each(['https://public.example:22/x', 'https://public.example:8443/x'])(
    'at %s is refused for its port',
    async (endpoint) => {
      expect((await push(endpoint)).text).toMatch(/has a port other than/)
    },
  )
})
