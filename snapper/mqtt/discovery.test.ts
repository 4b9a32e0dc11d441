import { expect, test } from 'vitest'
import { type DeviceOptions, describeDevice, listTopics } from './discovery.ts'
import { deviceDiscovery } from './home-assistant.fixture.ts'

const options: DeviceOptions = {
  config: {
    broker: new URL('mqtt://localhost'),
    user: null,
    password: null,
    name: 'Maker Select',
    discovery: 'homeassistant',
  },
  endpoint: new URL('https://example.org/api/3dprinter/1/'),
  hasPrinter: true,
  expireAfterSeconds: 180,
}

test('Home Assistant accepts the device with all its entities', () => {
  const device = deviceDiscovery.parse(JSON.parse(JSON.stringify(describeDevice(options))))
  const components = Object.values(device.components)
  expect(components.map(({ name }) => name)).toEqual([
    'State',
    'Progress',
    'Nozzle temperature',
    'Bed temperature',
    'Job',
    'Remaining time',
    'Last picture',
    'Picture',
  ])
  expect(new Set(components.map(({ unique_id }) => unique_id)).size).toBe(components.length)
  expect(device.device.configuration_url).toBe('https://example.org/printers/1/')
  expect(listTopics(options).config).toMatch(/^homeassistant\/device\/[a-zA-Z0-9_-]+\/config$/)
})

test('a reading that was missed three times is no longer shown, but the last picture and its time are', () => {
  const { components } = deviceDiscovery.parse(describeDevice(options))
  expect(components.nozzle).toMatchObject({ expire_after: 180 })
  expect(components.picture_at).not.toHaveProperty('expire_after')
})

test('a camera alone has no readings', () => {
  const { components } = deviceDiscovery.parse(describeDevice({ ...options, hasPrinter: false }))
  expect(Object.keys(components)).toEqual(['picture_at', 'picture'])
})

test('two printers, also of two sites, share no topic', () => {
  const ids = ['https://a.example/api/3dprinter/1/', 'https://a.example/api/3dprinter/2/']
  const all = [...ids, 'http://b.example:3000/api/3dprinter/1/'].flatMap((endpoint) => {
    const { birth, ...own } = listTopics({ ...options, endpoint: new URL(endpoint) })
    return Object.values(own)
  })
  expect(new Set(all).size).toBe(all.length)
})
