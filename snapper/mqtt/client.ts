import { rootCertificates } from 'node:tls'
import type { IClientOptions, MqttClient } from 'mqtt'
import { explainTlsError, getTlsOptions } from '../home-tls.ts'
import { getErrorCode } from '../log.ts'
import type { MqttConfig } from './types.ts'

const connectTimeout = 10_000
const reconnectMs = 30_000

/**
 * Connects; the library (0.5 MB) is loaded at the first call.
 * @param will published when the connection is lost; `null`: one attempt, without a will and for a short time
 * @returns with a will a client that goes on trying, else one that is connected
 * @throws the attempt's error
 */
export async function connectToBroker(
  { broker, user, password }: MqttConfig,
  will: IClientOptions['will'] | null,
): Promise<MqttClient> {
  const { connect } = await import('mqtt')
  const isEncrypted = broker.protocol === 'mqtts:'
  const options = {
    // Not as a URL, which the library parses with a deprecated function.
    protocol: isEncrypted ? 'mqtts' : 'mqtt',
    host: broker.hostname.replace(/^\[|\]$/g, ''),
    port: Number(broker.port || (isEncrypted ? 8883 : 1883)),
    ...(user !== null && { username: user }),
    ...(password !== null && { password }),
    ...(isEncrypted && getTlsOptions(broker.hostname, broker.port || '8883', rootCertificates)),
    ...(will && { will }),
    connectTimeout,
    reconnectPeriod: will === null ? 0 : reconnectMs,
    reconnectOnConnackError: will !== null,
    // Its threads for timers are made for browsers.
    timerVariant: 'native',
  } as IClientOptions // Its types forbid an explicit undefined.
  const client = connect(options)
  if (will === null) await waitUntilConnected(client)
  return client
}

async function waitUntilConnected(client: MqttClient): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      client.once('connect', () => resolve())
      client.once('error', reject)
      client.once('close', () => reject(new Error('it does not respond, or hangs up')))
    })
  } catch (error) {
    client.end(true)
    throw error
  }
}

/** What went wrong and what to do, for the log and the doctor. */
export function explainBrokerError(error: unknown, { broker }: MqttConfig): string {
  const tls = explainTlsError(error, broker)
  if (tls !== null) return tls.message.replace('use http://', 'use mqtt://').replace('https', 'TLS')
  const code = error instanceof Error && 'code' in error ? error.code : null
  // From the specification: 4 bad user name or password, 5 not authorized.
  if (code === 4 || code === 5)
    return 'the broker rejects the user or the password; set MQTT_USER and MQTT_PASSWORD'
  if (code === 'ECONNREFUSED') return 'no broker there (ECONNREFUSED); is the port right?'
  return code === null && error instanceof Error ? error.message : getErrorCode(error)
}
