import type { MqttClient } from 'mqtt'
import type { Log } from '../log.ts'
import { connectToBroker, explainBrokerError } from './client.ts'
import { type DeviceOptions, describeDevice, listTopics } from './discovery.ts'
import { formatState } from './state.ts'
import type { Mqtt } from './types.ts'

export interface PublishOptions extends DeviceOptions {
  /** Stays connected; else connects only to publish the last report, when it is closed. */
  isResident: boolean
  log: Log
}

const closeMs = 5_000

/** Everything is retained, so that Home Assistant knows it after a restart, and published again when it says that it is back. */
export function publishTo(options: PublishOptions): Mqtt {
  const { config, isResident, log } = options
  const topics = listTopics(options)
  const messages = new Map<string, string | Buffer>([
    [topics.config, JSON.stringify(describeDevice(options))],
    [topics.availability, 'online'],
  ])
  let pictureAt: Date | null = null
  let connecting: Promise<MqttClient> | null = null
  let lastFailure = ''

  function warn(error: unknown): void {
    const detail = explainBrokerError(error, config)
    // A broker may be away for days.
    if (detail !== lastFailure) log('warn', 'not published by MQTT', { detail })
    lastFailure = detail
  }

  async function publishAll(client: MqttClient, wanted = [...messages.keys()]): Promise<void> {
    for (const topic of wanted) {
      const message = messages.get(topic)
      if (message !== undefined) await client.publishAsync(topic, message, { qos: 1, retain: true })
    }
    lastFailure = ''
  }

  async function connect(): Promise<MqttClient> {
    const payload = Buffer.from('offline')
    const will = { topic: topics.availability, payload, qos: 1, retain: true } as const
    const client = await connectToBroker(config, will)
    client.on('error', warn)
    client.on('connect', () => {
      publishAll(client).catch(warn)
      client.subscribeAsync(topics.birth).catch(warn)
    })
    client.on('message', (_topic, message) => {
      if (message.toString() === 'online') publishAll(client).catch(warn)
    })
    return client
  }

  /** Without a will: what one run publishes is valid until the next one, or until it expires. */
  async function publishOnce(): Promise<void> {
    const client = await connectToBroker(config, null)
    client.on('error', warn)
    await publishAll(client)
    await client.endAsync()
  }

  async function publishLatest(client: MqttClient): Promise<void> {
    // What is published without a connection would wait in memory. As soon as there is one, everything is published.
    if (client.connected) await publishAll(client, [topics.state, topics.picture])
  }

  async function leave(client: MqttClient): Promise<void> {
    if (!client.connected) return client.endAsync(true)
    messages.set(topics.availability, 'offline')
    await publishAll(client, [topics.availability])
    await client.endAsync()
  }

  return {
    publish({ reading, picture }) {
      if (picture !== null) messages.set(topics.picture, picture.jpeg)
      pictureAt = picture?.capturedAt ?? pictureAt
      messages.set(topics.state, formatState(reading, pictureAt))
      if (!isResident) return
      connecting ??= connect()
      connecting.then(publishLatest).catch(warn)
    },
    async close() {
      const work = isResident
        ? connecting?.then(leave)
        : messages.has(topics.state) && publishOnce()
      const late = Promise.withResolvers<never>()
      const timer = setTimeout(() => late.reject(new Error('it does not respond')), closeMs)
      await Promise.race([work, late.promise]).catch(warn)
      clearTimeout(timer)
    },
  }
}
