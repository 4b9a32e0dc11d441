import type { Check } from '../doctor/check.ts'
import { connectToBroker, explainBrokerError } from './client.ts'
import type { MqttConfig } from './types.ts'

/** Whether the broker lets the snapper in. Publishes nothing. */
export async function checkBroker(config: MqttConfig): Promise<Check> {
  const where = `the MQTT broker ${config.broker.href}`
  try {
    await (await connectToBroker(config, null)).endAsync()
    return { level: 'ok', topic: 'mqtt', line: `connected to ${where}` }
  } catch (error) {
    const [line = '', ...todo] = explainBrokerError(error, config).split('; ')
    const advice = todo.join('; ') || 'Is MQTT_URL right, and does the broker run?'
    return { level: 'warn', topic: 'mqtt', line: `${line} at ${where}`, advice }
  }
}
