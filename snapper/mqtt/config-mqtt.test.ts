import { expect, test } from 'vitest'
import { readMqtt } from './config-mqtt.ts'

function read(values: Parameters<typeof readMqtt>[0]) {
  const errors: string[] = []
  return { config: readMqtt(values, errors), errors }
}

test('what isn’t a broker’s address is an error, which doesn’t repeat it', () => {
  for (const MQTT_URL of ['http://secret@broker', 'broker:1883', 'mqtt://', 'mqtt://h:99999'])
    expect(read({ MQTT_URL }).errors).toEqual([expect.stringMatching(/^MQTT_URL: must be like/)])
  for (const MQTT_DISCOVERY of ['a/#', 'a//b'])
    expect(read({ MQTT_URL: 'mqtt://h', MQTT_DISCOVERY }).errors).toHaveLength(1)
})

test('without MQTT_URL there is no broker', () => {
  expect(read({ MQTT_USER: 'ada' })).toEqual({ config: null, errors: [] })
})

test('user and password are in the address or in variables of their own', () => {
  const { config } = read({ MQTT_URL: 'mqtts://ada:p%40ss@10.0.0.5:8884/' })
  expect(config).toMatchObject({ user: 'ada', password: 'p@ss', name: '3D printer' })
  expect(config?.broker.href).toBe('mqtts://10.0.0.5:8884')
  const own = { MQTT_USER: 'ada', MQTT_PASSWORD: 'x' }
  expect(read({ MQTT_URL: 'mqtt://h', ...own }).config).toMatchObject({
    user: 'ada',
    password: 'x',
  })
})
