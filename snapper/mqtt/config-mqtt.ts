import type { Values } from '../environment.ts'
import type { MqttConfig } from './types.ts'

const topicPattern = /^[^+#\0/]+(\/[^+#\0/]+)*$/

/** @returns `null` without MQTT_URL, or if a variable is invalid, which is added to `errors` */
export function readMqtt(values: Values, errors: string[]): MqttConfig | null {
  const given = values.MQTT_URL
  if (given === undefined) return null
  // Don't repeat the value: it may contain a password.
  if (!/^mqtts?:\/\/[^/?#]/.test(given) || !URL.canParse(given)) {
    errors.push('MQTT_URL: must be like mqtt://homeassistant.local or mqtts://10.0.0.5:8883')
    return null
  }
  const { protocol, host, username, password } = new URL(given)
  const discovery = values.MQTT_DISCOVERY ?? 'homeassistant'
  if (!topicPattern.test(discovery))
    errors.push('MQTT_DISCOVERY: must be a topic like homeassistant, without +, # and empty parts')
  return {
    broker: new URL(`${protocol}//${host}`),
    user: values.MQTT_USER ?? (decodeURIComponent(username) || null),
    password: values.MQTT_PASSWORD ?? (decodeURIComponent(password) || null),
    name: values.MQTT_NAME ?? '3D printer',
    discovery,
  }
}
